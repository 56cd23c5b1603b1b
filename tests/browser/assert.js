// What the tests of the modules assert; deno's own library would come from another host.

/** @type {(holds: boolean, why?: string) => void} */
export const assert = (holds, why = "it does not hold") => {
  if (!holds) throw new Error(why);
};

/** @type {(found: unknown, wanted: unknown) => void} */
export const equal = (found, wanted) => {
  const [one, other] = [found, wanted].map((value) => JSON.stringify(value));
  assert(one === other, `found ${one}, wanted ${other}`);
};
