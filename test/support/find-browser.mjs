/**
 * Finds a Chromium: named by the environment, installed, or Playwright's own; else tries to install one.
 */
import { access, constants, readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { run, runTool } from "./run-tool.mjs";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge-stable",
  "microsoft-edge",
  "msedge",
  "brave-browser",
];

const hint =
  "No Chromium was found and none could be installed: install Chromium, Chrome or Edge, or set CHROMIUM_PATH.";

/**
 * Resolves with the path of a browser's program, or `null` after one line that says what to do.
 * @param {{install: boolean}} options `install`: whether to try to install one where there is none
 */
export async function findBrowser({ install }) {
  const found = await find();
  if (found) return found;
  if (install) {
    // Playwright's own download, where the network has it.
    if ((await runTool("playwright", ["install", "chromium"], { limitMs: 240_000 })) === 0) {
      const downloaded = await find();
      if (downloaded) return downloaded;
    }
    for (const step of await systemInstallSteps()) {
      const [program, ...args] = step;
      if (!program || (await run(program, args, { limitMs: 240_000 })) !== 0) break;
    }
    const installed = await find();
    if (installed) return installed;
  }
  console.error(hint);
  return null;
}

async function find() {
  for (const candidate of await candidates()) {
    if (await isProgram(candidate)) return candidate;
  }
  return null;
}

async function candidates() {
  const named = [process.env["CHROMIUM_PATH"], process.env["CHROME_PATH"]].filter(
    (value) => value !== undefined,
  );
  return [...named, ...onPath(), ...usualPlaces(), ...(await playwrightPlaces())];
}

function onPath() {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const suffix = process.platform === "win32" ? ".exe" : "";
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
}

function usualPlaces() {
  if (process.platform === "darwin") return placesOnMac();
  if (process.platform === "win32") return placesOnWindows();
  return [
    "/usr/lib/chromium/chromium",
    "/usr/lib/chromium-browser/chromium-browser",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/var/lib/flatpak/exports/bin/org.chromium.Chromium",
  ];
}

function placesOnMac() {
  return ["/", os.homedir()].flatMap((home) =>
    ["Chromium", "Google Chrome", "Microsoft Edge", "Brave Browser"].map((name) =>
      path.join(home, "Applications", `${name}.app`, "Contents/MacOS", name),
    ),
  );
}

function placesOnWindows() {
  const programs = [
    "Chromium\\Application\\chrome.exe",
    "Google\\Chrome\\Application\\chrome.exe",
    "Microsoft\\Edge\\Application\\msedge.exe",
  ];
  return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((variable) => {
    const folder = process.env[variable];
    return folder ? programs.map((program) => path.join(folder, program)) : [];
  });
}

/** The places of Playwright's own downloads, newest first. */
async function playwrightPlaces() {
  const cache = process.env["PLAYWRIGHT_BROWSERS_PATH"] ?? playwrightCache();
  const folders = await readdir(cache).catch(() => []);
  const programs = [
    "chrome-linux64/chrome",
    "chrome-linux/chrome",
    "chrome-headless-shell-linux64/chrome-headless-shell",
    "chrome-linux/headless_shell",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-win64/chrome.exe",
    "chrome-win/chrome.exe",
  ];
  return folders
    .filter((folder) => folder.startsWith("chromium"))
    .toSorted((a, b) => Number(b.split("-").at(-1)) - Number(a.split("-").at(-1)))
    .flatMap((folder) => programs.map((program) => path.join(cache, folder, program)));
}

function playwrightCache() {
  const home = os.homedir();
  if (process.platform === "darwin") return path.join(home, "Library/Caches/ms-playwright");
  if (process.platform === "win32") return path.join(home, "AppData\\Local\\ms-playwright");
  return path.join(process.env["XDG_CACHE_HOME"] ?? path.join(home, ".cache"), "ms-playwright");
}

/** What the system's package manager would be asked, where that needs no password. */
async function systemInstallSteps() {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return [];
  if (await isProgram("/usr/bin/apt-get")) {
    process.env["DEBIAN_FRONTEND"] = "noninteractive";
    return [
      ["apt-get", "update"],
      ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
    ];
  }
  if (await isProgram("/usr/bin/dnf")) return [["dnf", "install", "-y", "chromium"]];
  if (await isProgram("/sbin/apk")) return [["apk", "add", "chromium"]];
  return [];
}

/** @param {string} file */
async function isProgram(file) {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
