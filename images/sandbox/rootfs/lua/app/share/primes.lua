-- Work: counts the primes below n (default 200000) with a sieve.
local n = tonumber(arg and arg[1]) or 200000
local composite, count = {}, 0
for i = 2, n do
  if not composite[i] then
    count = count + 1
    for j = i * i, n, i do composite[j] = true end
  end
end
print(("%d primes below %d"):format(count, n))
