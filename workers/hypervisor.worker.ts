/**
 * Entry of a type 1 hypervisor's worker: one worker is one core with the guests that share it.
 */
import { expose, transferHandlers } from "comlink";
import { installFailureTransfer } from "../src/protocol/failure-transfer.ts";
import type { HypervisorApi } from "../src/protocol/hypervisor-api.ts";
import { HypervisorService } from "./hypervisor/hypervisor-service.ts";

installFailureTransfer(transferHandlers);

const api: HypervisorApi = new HypervisorService();
expose(api);
