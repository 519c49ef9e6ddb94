/**
 * What a browser's threads take of the cores, by Linux's own accounting (`/proc/PID/task/TID/schedstat`).
 */
import { readFile, readdir } from "node:fs/promises";

/**
 * The processes that show pages.
 * @param {import("playwright-core").Browser} browser
 * @returns {Promise<readonly number[]>}
 */
export async function rendererPids(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

/**
 * Time on a core by thread, in ns (`/proc/PID/task/TID/schedstat`, first field).
 * @param {readonly number[]} pids
 * @returns {Promise<Map<string, {name: string, ns: number}>>}
 */
export async function threadTimes(pids) {
  /** @type {Map<string, {name: string, ns: number}>} */
  const times = new Map();
  for (const pid of pids) {
    for (const tid of await readdir(`/proc/${pid}/task`)) {
      const folder = `/proc/${pid}/task/${tid}`;
      const [name, schedstat] = await Promise.all([
        readFile(`${folder}/comm`, "utf8"),
        readFile(`${folder}/schedstat`, "utf8"),
      ]).catch(() => ["", "0"]);
      times.set(tid, { name: name ?? "", ns: Number(schedstat?.split(" ")[0]) });
    }
  }
  return times;
}
