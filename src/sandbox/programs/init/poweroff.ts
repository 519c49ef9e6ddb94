/** poweroff(8), reboot(8), halt(8): asks init to end the system, or with -f ends it at once. */
import type { Program } from "../../abi/program.ts";
import type { Signal } from "../../abi/signals.ts";
import { program } from "../command/command.ts";
import { flag, value } from "../command/options.ts";

const ending = (how: "poweroff" | "restart" | "halt", signal: Signal): Program =>
  program(
    {
      usage: "[-f] [-d SECONDS]",
      about: "End the system: init stops all services first.",
      options: {
        force: flag("-f, --force", "at once, without init"),
        noSync: flag("-n, --no-sync", "ignored: nothing waits to be written"),
        noRecord: flag("-w, --wtmp-only", "do nothing"),
        delay: value("-d, --delay=SECONDS", "wait first"),
      },
    },
    function* ({ sys }, { options }) {
      if (options.noRecord) return;
      if (options.delay !== null) yield* sys.sleep(Number(options.delay) * 1000);
      if (options.force) sys.reboot(how);
      else sys.kill(1, signal);
    },
  );

export const poweroff = ending("poweroff", "SIGUSR2");
export const reboot = ending("restart", "SIGINT");
export const halt = ending("halt", "SIGUSR1");
