/** chroot(1), pivot_root(8) and switch_root(8): other roots. */
import { isErrno } from "../../abi/errno.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { CommandFailure, program, reasonOf } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { execOrComplain } from "../command/run-command.ts";

export const chroot = program(
  {
    usage: "[--userspec=USER[:GROUP]] [--groups=LIST] NEWROOT [COMMAND [ARGUMENT]...]",
    about: "Run COMMAND (default: $SHELL -i) with NEWROOT as root.",
    inOrder: true,
    usageStatus: 125,
    options: {
      userspec: value("--userspec=USER[:GROUP]", "as this user"),
      groups: value("--groups=LIST", "supplementary groups, with commas"),
      skip: flag("--skip-chdir", "keep the working directory (only for /)"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const [root, ...argv] = operands;
    if (root === undefined) throw new UsageError("missing operand");
    try {
      sys.chroot(root);
      if (!options.skip) sys.chdir("/");
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      throw new CommandFailure(`cannot change root directory to '${root}': ${reasonOf(thrown)}`, 125);
    }
    const accounts = yield* readAccounts(sys);
    if (options.groups !== null) {
      sys.setgroups(
        options.groups
          .split(",")
          .filter(Boolean)
          .map((group) => accounts.gidOf(group)),
      );
    }
    if (options.userspec !== null) {
      const [user = "", group = ""] = options.userspec.split(":");
      const uid = user === "" ? null : accounts.uidOf(user);
      const gid =
        group === "" ? (uid === null ? null : (accounts.userById(uid)?.gid ?? null)) : accounts.gidOf(group);
      if (options.groups === null && uid !== null) sys.setgroups(gid === null ? [] : [gid]);
      if (gid !== null) sys.setgid(gid);
      if (uid !== null) sys.setuid(uid);
    }
    const shell = command.env["SHELL"] ?? "/bin/sh";
    return yield* execOrComplain(sys, "chroot", argv.length > 0 ? argv : [shell, "-i"], command.env);
  },
);

export const pivotRoot = program(
  { usage: "NEW_ROOT PUT_OLD", about: "Make NEW_ROOT the root and put the old one at PUT_OLD.", options: {} },
  // oxlint-disable-next-line require-yield -- the shape of every program
  function* (command, { operands }) {
    const [newRoot, putOld, ...more] = operands;
    if (newRoot === undefined || putOld === undefined || more.length > 0) throw new UsageError("bad usage");
    try {
      command.sys.pivotRoot(newRoot, putOld);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      throw new CommandFailure(`failed to change root from '${newRoot}' to '${putOld}': ${reasonOf(thrown)}`);
    }
  },
);

export const switchRoot = program(
  {
    usage: "NEW_ROOT INIT [ARGUMENT]...",
    about: "Move the mounts of the system to NEW_ROOT, make it the root and run INIT.",
    inOrder: true,
    options: {},
  },
  function* (command, { operands }) {
    const { sys } = command;
    const [newRoot, ...argv] = operands;
    if (newRoot === undefined || argv.length === 0) throw new UsageError("bad usage");
    for (const place of ["/dev", "/proc", "/sys", "/run"]) {
      try {
        sys.mount(place, newRoot + place, "", { move: true });
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
      }
    }
    sys.chdir(newRoot);
    try {
      sys.mount(newRoot, "/", "", { move: true });
      sys.chroot(".");
    } catch (thrown) {
      if (!isErrno(thrown, "EINVAL")) throw thrown;
      // The root itself cannot be moved over: exchange it instead, and let go of the old one.
      sys.pivotRoot(".", ".");
      sys.umount(".", { detach: true });
    }
    sys.chdir("/");
    return yield* execOrComplain(sys, "switch_root", argv, command.env);
  },
);
