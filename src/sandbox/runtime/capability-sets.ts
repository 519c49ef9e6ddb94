/**
 * Sets of capabilities that containers begin with.
 */
import { capabilities, type Capability } from "../abi/capabilities.ts";

/** What Docker and Podman leave a root that is not in a user namespace of its own. */
export const containerCapabilities: readonly Capability[] = [
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_SETGID",
  "CAP_SETUID",
  "CAP_SETPCAP",
  "CAP_NET_BIND_SERVICE",
  "CAP_SYS_CHROOT",
  "CAP_SETFCAP",
];

/** What a root has that is root of its own user namespace only: everything, over nothing of the host's. */
export const allCapabilities: readonly Capability[] = capabilities;
