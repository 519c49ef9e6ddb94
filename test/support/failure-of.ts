/** What a call fails with, as plain data. */
import { failureData, type FailureData } from "../../src/base/failure.ts";

/** Code and message; `null` when it does not fail. */
export async function failureOf(call: () => unknown): Promise<FailureData | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return failureData(error);
  }
}
