-- What does this process see of the machine it runs on?
local function first(path)
  local file = io.open(path)
  if not file then return "not to be seen" end
  local line = file:read("l")
  file:close()
  return line or "empty"
end

for _, path in ipairs { "/proc/1/comm", "/etc/os-release", "/home/user/Documents/letter.txt", "/home/user/.ssh/id_example" } do
  print(("%-34s %s"):format(path, first(path)))
end
