/** The tasks as cgroupfs sees them: who makes a call, and whom a number in a file means. */
import type { CgroupTasks } from "./cgroup/cgroup-file-system.ts";
import type { CgroupTree } from "./cgroup/cgroup-tree.ts";
import type { PidNamespace } from "./namespaces/pid-namespace.ts";
import { taskOf } from "./procfs/proc-node.ts";
import { Task } from "./task.ts";

/** Of one kernel, whose parts are read at each call: they are made after this. */
export function cgroupTasks(kernel: {
  readonly pids: PidNamespace;
  readonly cgroups: CgroupTree;
}): CgroupTasks {
  return {
    memberOf: taskOf,
    find: (pid, caller) => {
      const task = taskOf(caller)?.pidNamespace.task(pid);
      return task && !task.isDead ? task : null;
    },
    pidOf: (member, caller) =>
      member instanceof Task ? member.pid.in(taskOf(caller)?.pidNamespace ?? kernel.pids) : 0,
    namespaceRoot: (caller) => taskOf(caller)?.cgroupRoot ?? kernel.cgroups.root,
  };
}
