import { describe, expect, it } from "vitest";
import { ByteSender, type BytePort, type ByteStreamMessage } from "../../../src/base/byte-stream.ts";

function recordingPort(): { port: BytePort; sent: string[] } {
  const sent: string[] = [];
  const describeMessage = (message: ByteStreamMessage): string =>
    message.kind === "bytes" ? new TextDecoder().decode(message.bytes) : message.kind;
  return { port: { postMessage: (message) => sent.push(describeMessage(message)) }, sent };
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe("a byte sender", () => {
  it("sends at once while the receiver keeps up", () => {
    const { port, sent } = recordingPort();
    const sender = new ByteSender(port, 8);
    sender.send(bytes("abc"));
    sender.send(bytes("def"));
    expect(sent).toEqual(["abc", "def"]);
  });

  it("holds back in order what exceeds the window, and sends it as credit comes", () => {
    const { port, sent } = recordingPort();
    const sender = new ByteSender(port, 4);
    for (const text of ["abcd", "ef", "gh", "ij"]) sender.send(bytes(text));
    const before = [...sent];
    sender.credit(4);
    expect({ before, after: sent }).toEqual({ before: ["abcd"], after: ["abcd", "ef", "gh"] });
  });

  it("counts as backlog what is queued and what is under way", () => {
    const { port } = recordingPort();
    const sender = new ByteSender(port, 4);
    sender.send(bytes("abcd"));
    sender.send(bytes("efg"));
    const full = sender.backlogBytes;
    sender.credit(4);
    expect([full, sender.backlogBytes]).toEqual([7, 3]);
  });

  it("sends nothing for no bytes", () => {
    const { port, sent } = recordingPort();
    new ByteSender(port, 4).send(new Uint8Array());
    expect(sent).toEqual([]);
  });

  it("sends everything that is left before the end, whatever the window", () => {
    const { port, sent } = recordingPort();
    const sender = new ByteSender(port, 2);
    for (const text of ["ab", "cd", "ef"]) sender.send(bytes(text));
    sender.end();
    expect(sent).toEqual(["ab", "cd", "ef", "end"]);
  });
});
