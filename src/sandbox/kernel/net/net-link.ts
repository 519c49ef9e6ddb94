/**
 * A network interface of a namespace: the loopback, or one end of a virtual cable (veth(4)). Knows its addresses and
 * what passed through it; where packets go is the namespace's matter.
 */
import { Errno } from "../../abi/errno.ts";
import type { Link } from "../../abi/network-calls.ts";
import { Emitter, type Evt } from "../../../base/event.ts";
import { toDisposable } from "../../../base/disposable.ts";
import { contains, formatPrefix, type InetPrefix } from "./inet-address.ts";
import type { NetNamespace } from "./net-namespace.ts";

/**
 * The seam to a bridge: an end of a cable that carries Ethernet frames instead of having addresses. `src/network`
 * takes one for the host's end of a sandbox's veth (`NetLink.openPort`), gives it to a port of its switch, and
 * disposes it to leave. Frames are whole, from the destination address to the payload, without checksum.
 *
 * Sockets do not make frames yet: between two namespaces' ends they deliver directly (`NetNamespace.reach`). An answer to
 * what comes from behind a bridge goes there, as another way to reach an address.
 */
export interface FramePort extends Disposable {
  /** Sends a frame to the other end of the cable. Lost when that is down. */
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** Fires with each frame that the other end sent. */
  readonly onFrame: Evt<Uint8Array<ArrayBuffer>>;
}

/** What passed in one direction. */
interface Traffic {
  bytes: number;
  packets: number;
}

/** Length of an Ethernet header: counted with every packet, as Linux's interfaces do. Bytes. */
const frameHeaderBytes = 14;

/** An interface. */
export class NetLink {
  index: number;
  readonly kind: "loopback" | "veth";
  readonly hardwareAddress: string;
  readonly addresses: InetPrefix[] = [];
  readonly received: Traffic = { bytes: 0, packets: 0 };
  readonly sent: Traffic = { bytes: 0, packets: 0 };
  name: string;
  mtu: number;
  up = false;
  namespace: NetNamespace;
  #peer: NetLink | null = null;
  #frames: Emitter<Uint8Array<ArrayBuffer>> | null = null;

  constructor(
    namespace: NetNamespace,
    index: number,
    given: Pick<NetLink, "name" | "kind" | "hardwareAddress" | "mtu">,
  ) {
    this.namespace = namespace;
    this.index = index;
    this.kind = given.kind;
    this.name = given.name;
    this.hardwareAddress = given.hardwareAddress;
    this.mtu = given.mtu;
  }

  /** Joins two ends to one cable. */
  static join(one: NetLink, other: NetLink): void {
    one.#peer = other;
    other.#peer = one;
  }

  /** The other end of the cable; `null` for the loopback. */
  get peer(): NetLink | null {
    return this.#peer;
  }

  /** Whether a bridge has it. */
  get hasPort(): boolean {
    return this.#frames !== null;
  }

  /** Whether something that is up is at the other end. */
  get carrier(): boolean {
    return this.up && (this.kind === "loopback" || (this.#peer?.up ?? false));
  }

  /** Gives this end to a bridge. EBUSY when one has it, EINVAL for the loopback. */
  openPort(): FramePort {
    if (this.kind === "loopback") throw new Errno("EINVAL");
    if (this.#frames) throw new Errno("EBUSY");
    const frames = new Emitter<Uint8Array<ArrayBuffer>>();
    this.#frames = frames;
    const closing = toDisposable(() => {
      frames[Symbol.dispose]();
      if (this.#frames === frames) this.#frames = null;
    });
    return {
      send: (frame) => this.transmit(frame),
      onFrame: frames,
      [Symbol.dispose]: () => closing[Symbol.dispose](),
    };
  }

  /** Sends a frame to the other end: to the bridge there, if any. */
  transmit(frame: Uint8Array<ArrayBuffer>): void {
    const peer = this.#peer;
    if (!peer || !this.carrier) return;
    this.count(1, frame.length - frameHeaderBytes);
    peer.#frames?.fire(frame);
  }

  /** Counts packets that went out here and came in at the other end, without their Ethernet headers. */
  count(packets: number, bytes: number): void {
    const all = bytes + packets * frameHeaderBytes;
    const into = this.kind === "loopback" ? this : this.#peer;
    this.sent.packets += packets;
    this.sent.bytes += all;
    if (!into) return;
    into.received.packets += packets;
    into.received.bytes += all;
  }

  describe(): Link {
    const { index, name, kind, up, carrier, mtu, hardwareAddress } = this;
    return {
      index,
      name,
      kind,
      up,
      carrier,
      mtu,
      hardwareAddress,
      addresses: this.addresses.map(formatPrefix),
      peerIndex: this.#peer?.index ?? null,
      peerHere: this.#peer?.namespace === this.namespace,
      received: { ...this.received },
      sent: { ...this.sent },
    };
  }
}

/** The address a packet to the neighbour `next` is sent from. */
export function sourceFor(link: NetLink, next: number): number | null {
  const near = link.addresses.find((prefix) => contains(prefix, next)) ?? link.addresses[0];
  return near ? near.address : null;
}
