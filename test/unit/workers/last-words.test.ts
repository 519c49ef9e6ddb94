import { describe, expect, it } from "vitest";
import { lastWords } from "../../../workers/guest/last-words.ts";

describe("a kernel's last words", () => {
  it("are its panic", () => {
    const tail = [
      "[    1.000000] sysrq: Trigger a crash",
      "[    1.000001] Kernel panic - not syncing: sysrq triggered crash",
      "[    1.000002] CPU: 0 PID: 45 Comm: sh Not tainted 6.12.117 #1",
      "[    1.000003] ---[ end Kernel panic - not syncing: sysrq triggered crash ]---",
      "",
    ].join("\r\n");
    expect(lastWords(tail)).toEqual({
      kind: "panic",
      text: "sysrq triggered crash",
    });
  });

  it("name the fault behind a fatal exception", () => {
    const tail =
      "[    2.0] BUG: kernel NULL pointer dereference, address: 00000000\n" +
      "[    2.1] Oops: Oops: 0002 [#1]\n" +
      "[    2.2] Kernel panic - not syncing: Fatal exception in interrupt\n";
    expect(lastWords(tail)).toEqual({
      kind: "panic",
      text: "Fatal exception in interrupt (Oops: Oops: 0002 [#1])",
    });
  });

  it("are a restart or a power-off that it announced", () => {
    expect(lastWords("[    3.0] reboot: Restarting system\n")).toEqual({ kind: "restarting" });
    expect(lastWords("[    3.0] reboot: Power down\n")).toEqual({ kind: "powering-off" });
    expect(lastWords("[    3.0] reboot: Power off not available: System halted instead\n")).toEqual({
      kind: "powering-off",
    });
  });

  it("are the latest that say anything", () => {
    expect(lastWords("Kernel panic - not syncing: old\n[    9.0] reboot: Restarting system\n")).toEqual({
      kind: "restarting",
    });
  });

  it("are plain text, whatever the guest printed", () => {
    expect(lastWords("Kernel panic - not syncing: \u001b[31mred\u202e\u2066 \u009btxt\n")).toEqual({
      kind: "panic",
      text: "[31mred txt",
    });
    expect(lastWords("said\n\u001b\u0007\n")).toEqual({ kind: "none", lastLine: "said" });
  });

  it("are its last line when it gave no reason, without the time stamp and bounded", () => {
    expect(lastWords("[    0.5] Run /init as init process\n\n")).toEqual({
      kind: "none",
      lastLine: "Run /init as init process",
    });
    expect(lastWords("")).toEqual({ kind: "none", lastLine: "" });
    expect(lastWords("x".repeat(5000))).toEqual({ kind: "none", lastLine: "x".repeat(300) });
  });
});
