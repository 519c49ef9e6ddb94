/**
 * Entry of a guest's worker: one worker is one power cycle of one guest.
 */
import { expose, transferHandlers } from "comlink";
import { installFailureTransfer } from "../src/protocol/failure-transfer.ts";
import type { GuestApi } from "../src/protocol/guest-api.ts";
import { GuestService } from "./guest/guest-service.ts";

installFailureTransfer(transferHandlers);

const api: GuestApi = new GuestService();
expose(api);
