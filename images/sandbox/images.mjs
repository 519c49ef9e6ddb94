/**
 * The images that sandboxes are made from: which layers each has, lowest first, and how it is started.
 */

const licence = {
  own: { component: "skeleton, programs in TypeScript", licence: "MIT" },
  toybox: { component: "toybox", licence: "0BSD", sourcePackage: "toybox", sourceVersion: "0.8.9+dfsg-1" },
  lua: { component: "Lua", licence: "MIT", sourcePackage: "lua5.4", sourceVersion: "5.4.4-3+deb12u1" },
  sqlite: {
    component: "SQLite",
    licence: "blessing",
    sourcePackage: "sqlite3",
    sourceVersion: "3.40.1-2+deb12u2",
  },
  libc: {
    component: "wasi-libc",
    licence: "Apache-2.0 WITH LLVM-exception AND MIT",
    sourcePackage: "wasi-libc",
    sourceVersion: "0.0~git20220728",
  },
};

/** In the order in which they are offered; the first is the default. */
export const images = [
  {
    id: "system",
    title: "Guesthouse System",
    kind: "system",
    layers: ["runtime", "system"],
    config: {
      entrypoint: [],
      command: ["/sbin/init"],
      env: {},
      workingDirectory: "/",
      user: "",
      stopSignal: "SIGTERM",
    },
    licences: [licence.own, licence.toybox, licence.libc],
  },
  {
    id: "lua",
    title: "Lua",
    kind: "application",
    layers: ["runtime", "lua"],
    config: {
      entrypoint: ["/app/bin/lua"],
      command: ["-i"],
      env: {},
      workingDirectory: "/",
      user: "user",
      stopSignal: "SIGTERM",
    },
    licences: [licence.own, licence.toybox, licence.lua, licence.libc],
  },
  {
    id: "sqlite",
    title: "SQLite",
    kind: "application",
    layers: ["runtime", "sqlite"],
    config: {
      entrypoint: ["/app/bin/sqlite3"],
      command: ["-interactive"],
      env: {},
      workingDirectory: "/",
      user: "user",
      stopSignal: "SIGTERM",
    },
    licences: [licence.own, licence.toybox, licence.sqlite, licence.libc],
  },
  {
    id: "runtime",
    title: "Guesthouse Runtime",
    kind: "runtime",
    layers: ["runtime"],
    config: {
      entrypoint: [],
      command: ["/bin/sh"],
      env: {},
      workingDirectory: "/",
      user: "",
      stopSignal: "SIGTERM",
    },
    licences: [licence.own, licence.toybox, licence.libc],
  },
  {
    id: "host",
    title: "The host's own system",
    kind: "host",
    layers: ["runtime", "host"],
    config: {
      entrypoint: [],
      command: ["/bin/sh", "-l"],
      env: {},
      workingDirectory: "/root",
      user: "",
      stopSignal: "SIGTERM",
    },
    licences: [licence.own, licence.toybox, licence.libc],
  },
];
