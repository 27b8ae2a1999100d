/**
 * The few words of WebAssembly's binary format that `kernels.ts` needs (WebAssembly Core Specification 2.0, sections
 * 5.4 and 5.5): expressions are bytes, and a module is put together from them when the program runs. So the kernels
 * stay readable here, and no built file has to be trusted.
 */
export type Code = readonly number[];
export type Type = "i32" | "f32" | "v128";

/** A parameter or variable of a kernel. */
export interface Local {
  readonly read: Code;
  assign(value: Code): Code;
}

/** A function of a module that the outside may call. It gives nothing back: results lie in the memory. */
export interface Kernel {
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly variables: readonly Type[];
  readonly body: Code;
}

const typeBytes: Readonly<Record<Type, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

/** @param write gets the parameters by name, and a maker of variables, which begin as zeros */
export function kernel<Name extends string>(
  name: string,
  parameters: Readonly<Record<Name, Type>>,
  write: (named: Readonly<Record<Name, Local>>, variable: (type: Type) => Local) => Code,
): Kernel {
  const types: Type[] = Object.values<Type>(parameters);
  const variables: Type[] = [];
  const named = Object.keys(parameters).map((key, index) => [key, localAt(index)]);
  const body = write(Object.fromEntries(named), (type) => {
    variables.push(type);
    return localAt(types.length + variables.length - 1);
  });
  return Object.freeze({ name, parameters: types, variables, body });
}

function localAt(index: number): Local {
  const at = unsigned(index);
  return Object.freeze({ read: [0x20, ...at], assign: (value: Code) => [...value, 0x21, ...at] });
}

/** Several instructions one after the other. */
export const all = (...parts: readonly Code[]): Code => parts.flat();

/** Carries out a body `count` times, at least once. @param count counted down to 0 */
export const repeat = (count: Local, ...body: readonly Code[]): Code => [
  ...[0x03, 0x40],
  ...all(...body),
  ...count.assign(subtractWhole(count.read, whole(1))),
  ...count.read,
  ...[0x0d, 0x00, 0x0b],
];

/** Adds to a variable. */
export const raise = (local: Local, by: Code): Code => local.assign(addWhole(local.read, by));

const operation =
  (...bytes: readonly number[]) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), ...bytes];
const vectorOperation = (number: number) => operation(0xfd, ...unsigned(number));

export const whole = (value: number): Code => [0x41, ...signed(value)];
export const addWhole = operation(0x6a);
export const subtractWhole = operation(0x6b);
export const multiplyWhole = operation(0x6c);
/** 1 for 0, otherwise 0. */
export const isZero = operation(0x45);
export const loadWhole = (address: Code): Code => [...address, 0x28, 2, 0];
export const storeWhole = (address: Code, value: Code): Code => [...address, ...value, 0x36, 2, 0];

export const float = (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
export const wholeAsFloat = operation(0xb2);
export const storeFloat = (address: Code, value: Code): Code => [...address, ...value, 0x38, 2, 0];
export const squareRoot = operation(0x91);
export const addFloat = operation(0x92);
export const multiplyFloat = operation(0x94);
export const divideFloat = operation(0x95);
export const lesserFloat = operation(0x96);
export const greaterFloat = operation(0x97);

/** 16 bytes from an address, which need not be a multiple of 16. @param offset bytes, at least 0 */
export const load = (address: Code, offset = 0): Code => [...address, 0xfd, 0, 2, ...unsigned(offset)];
/** Four bytes, four times. */
export const loadFourTimes = (address: Code, offset = 0): Code => [
  ...address,
  ...[0xfd, 9, 2],
  ...unsigned(offset),
];
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  ...[0xfd, 11, 2],
  ...unsigned(offset),
];
/** The lower eight bytes. */
export const storeHalf = (address: Code, value: Code): Code => [
  ...address,
  ...value,
  ...[0xfd, ...unsigned(0x5b), 2, 0, 0],
];

export const fourFloats = vectorOperation(0x13);
export const fourWholes = vectorOperation(0x11);
/** @param lane 0 to 3 */
export const lane = (vector: Code, number: number): Code => [...vector, 0xfd, 0x1f, number];
export const addFloats = vectorOperation(0xe4);
export const subtractFloats = vectorOperation(0xe5);
export const multiplyFloats = vectorOperation(0xe6);
export const greaterFloats = vectorOperation(0xe9);
export const sizeOfFloats = vectorOperation(0xe0);
/** To the nearest whole number, halves to the even one. */
export const nearestFloats = vectorOperation(0x6a);
export const floatsToWholes = vectorOperation(0xf8);
export const wholesToFloats = vectorOperation(0xfa);
export const addWholes = vectorOperation(0xae);
export const shiftWholes = vectorOperation(0xab);
/** Eight products of 16-bit numbers, added two by two to four of 32 bits. */
export const multiplyShorts = vectorOperation(0xba);
/** Eight numbers of 16 bits from two times four of 32; what does not fit becomes the nearest that does. */
export const narrowWholes = vectorOperation(0x85);

/** A module that exports the kernels by name and imports its memory, which threads may share, as `shared.memory`. */
export function moduleOf(kernels: readonly Kernel[], memoryPages: number): Uint8Array<ArrayBuffer> {
  const types = kernels.map(({ parameters }) => [
    0x60,
    ...list(parameters.map((type) => [typeBytes[type]])),
    0,
  ]);
  const memory = [
    ...text("shared"),
    ...text("memory"),
    2,
    3,
    ...unsigned(memoryPages),
    ...unsigned(memoryPages),
  ];
  const exported = kernels.map(({ name }, index) => [...text(name), 0, ...unsigned(index)]);
  const bodies = kernels.map(({ variables, body }) =>
    sized([...list(variables.map((type) => [1, typeBytes[type]])), ...body, 0x0b]),
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[1, ...sized(list(types))],
    ...[2, ...sized(list([memory]))],
    ...[3, ...sized(list(kernels.map((_, index) => unsigned(index))))],
    ...[7, ...sized(list(exported))],
    ...[10, ...sized(list(bodies))],
  ]);
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const text = (value: string): Code => sized([...new TextEncoder().encode(value)]);

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
