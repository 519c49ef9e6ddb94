/** `/proc/sys`: the settings of the kernel that programs look at (proc_sys(5)). Most cannot be changed here. */
import { capabilities } from "../../abi/capabilities.ts";
import { Errno } from "../../abi/errno.ts";
import type { Caller } from "../../fs/caller.ts";
import { PseudoFile } from "../../fs/pseudo-file.ts";
import type { PseudoFileSource } from "../../fs/pseudo-file.ts";
import { PseudoDirectory } from "../../fs/pseudo-nodes.ts";
import { pidMax } from "../namespaces/pid-namespace.ts";
import { overflowId } from "../namespaces/user-namespace.ts";
import type { UtsNamespace } from "../namespaces/uts-namespace.ts";
import { systemName } from "../system-name.ts";
import { taskOf } from "./proc-node.ts";
import type { ProcMount } from "./proc-node.ts";

/** The directory of one mount. */
export function sysDirectory({ fs, kernel }: ProcMount): PseudoDirectory {
  const directory = (): PseudoDirectory => new PseudoDirectory(fs, { mode: 0o555 });
  const file = (source: PseudoFileSource): PseudoFile => new PseudoFile(fs, source);
  const says = (value: string | number): PseudoFile => file({ read: () => `${value}\n` });
  const random = directory()
    .set("boot_id", says(kernel.bootId))
    .set("entropy_avail", says(256))
    .set("poolsize", says(256))
    .set("uuid", file({ read: () => `${kernel.uuid()}\n` }));
  const top = directory()
    .set("cap_last_cap", says(capabilities.length - 1))
    .set("domainname", name("domainname"))
    .set("hostname", name("hostname"))
    .set("ngroups_max", says(65536))
    .set("osrelease", says(systemName.release))
    .set("ostype", says(systemName.sysname))
    .set("overflowgid", says(overflowId))
    .set("overflowuid", says(overflowId))
    .set("pid_max", says(pidMax))
    .set("random", random)
    .set("version", says(systemName.version));
  const files = directory()
    .set("binfmt_misc", binaryFormats())
    .set("file-max", says("9223372036854775807"))
    .set("mount-max", says(100_000))
    .set("nr_open", says(1_048_576))
    .set("overflowgid", says(overflowId))
    .set("overflowuid", says(overflowId))
    .set("pipe-max-size", says(1_048_576));
  const memory = directory().set("overcommit_memory", says(0)).set("swappiness", says(0));
  return directory().set("fs", files).set("kernel", top).set("vm", memory);

  /** The kinds of programs there are, as Documentation/admin-guide/binfmt-misc has those that were registered. */
  function binaryFormats(): PseudoDirectory {
    const found = directory().set("status", says("enabled"));
    for (const { name: kind, magic, enabled } of kernel.formats) {
      const bytes = Array.from(magic, (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
      const state = enabled ? "enabled" : "disabled";
      found.set(kind, says(`${state}\ninterpreter the kernel\nflags: \noffset 0\nmagic ${bytes}`));
    }
    return found;
  }

  /** A name of the reader's own UTS namespace. */
  function name(which: "hostname" | "domainname"): PseudoFile {
    return file({
      read: (caller) => `${utsOf(caller)?.[which] ?? ""}\n`,
      write: (text, caller) => {
        const uts = utsOf(caller);
        if (!uts || !caller.identity.capable("CAP_SYS_ADMIN", uts.owner)) throw new Errno("EPERM");
        uts[which] = (text.split("\n")[0] ?? "").slice(0, 64);
      },
    });
  }
}

function utsOf(caller: Caller): UtsNamespace | null {
  return taskOf(caller)?.namespaces.uts ?? null;
}
