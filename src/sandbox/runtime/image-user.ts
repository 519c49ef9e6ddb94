/**
 * Finds out which ids a user's name means in an image, by its own `/etc/passwd` and `/etc/group`.
 */
import { Failure } from "../../base/failure.ts";
import { imageFile } from "../image/image-file.ts";
import type { SandboxImage } from "../image/image.ts";

/** `name`, `uid`, `name:group` or `uid:gid`; "" is root. Fails with `bad-user`. */
export function imageUser(text: string, image: SandboxImage): { readonly uid: number; readonly gid: number } {
  if (text === "") return { uid: 0, gid: 0 };
  const [user = "", group] = text.split(":");
  const account = accounts(image, "etc/passwd").find(([name, , uid]) => name === user || uid === user);
  const uid = Number(account?.[2] ?? (/^\d+$/.test(user) ? user : Number.NaN));
  if (!Number.isInteger(uid)) throw unknown("user", user, image);
  if (group === undefined) return { uid, gid: Number(account?.[3] ?? 0) };
  const found = accounts(image, "etc/group").find(([name, , gid]) => name === group || gid === group);
  const gid = Number(found?.[2] ?? (/^\d+$/.test(group) ? group : Number.NaN));
  if (!Number.isInteger(gid)) throw unknown("group", group, image);
  return { uid, gid };
}

function accounts(image: SandboxImage, path: string): readonly (readonly string[])[] {
  const text = imageFile(image, path) ?? imageFile(image, `usr/${path}`) ?? "";
  return text.split("\n").map((line) => line.split(":"));
}

function unknown(what: string, name: string, { id }: SandboxImage): Failure<"bad-user"> {
  return new Failure(
    "bad-user",
    `The image ${id} has no ${what} "${name}": use a number, or a name of its /etc.`,
  );
}
