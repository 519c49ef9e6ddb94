/**
 * Entry of the image worker: fetches, unpacks and verifies images away from the page.
 */
import { expose, transfer, transferHandlers } from "comlink";
import { installFailureTransfer } from "../src/protocol/failure-transfer.ts";
import type { ImageApi, ImageEvent } from "../src/protocol/image-api.ts";
import { loadImage } from "./image/load-image.ts";
import { atMostEvery } from "./image/at-most-every.ts";

/** A progress bar moves no oftener. */
const progressPeriodMs = 50;

installFailureTransfer(transferHandlers);

const api: ImageApi = {
  async load(request, events) {
    const tell = atMostEvery(progressPeriodMs, (loadedBytes) => {
      const event: ImageEvent = { kind: "progressed", loadedBytes };
      events.postMessage(event);
    });
    const image = await loadImage(request, {
      fetch: (url) => fetch(url, { credentials: "same-origin" }),
      progressed: (loadedBytes) => tell(loadedBytes, loadedBytes === request.rawBytes),
    });
    return transfer(image, [image.buffer]);
  },
};
expose(api);
