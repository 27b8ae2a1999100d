import { memoryPages } from "./encoder-layout.ts";
import { productKernels } from "./product-kernels.ts";
import { rowKernels } from "./row-kernels.ts";
import { sparseKernels } from "./sparse-kernels.ts";
import { moduleOf } from "./wasm-code.ts";

/** What of the platform's WebAssembly is used here; Node's types do not describe it. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => SharedMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly shared: { readonly memory: SharedMemory } },
  ) => { readonly exports: Kernels };
};

/** Memory that threads share when it is posted to them. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

type Call = (...numbers: readonly number[]) => void;

export interface Kernels {
  readonly floatProduct: Call;
  readonly shortProduct: Call;
  readonly shortProductAdded: Call;
  readonly shortProductPositive: Call;
  readonly normalise: Call;
  readonly shorten: Call;
  readonly shares: Call;
  readonly meanRow: Call;
  readonly enter: Call;
  readonly listPairs: Call;
  readonly sparseProductAdded: Call;
}

export function createSharedMemory(): SharedMemory {
  return new WebAssembly.Memory({ initial: memoryPages, maximum: memoryPages, shared: true });
}

export function kernelsOver(memory: SharedMemory): Kernels {
  const module = new WebAssembly.Module(
    moduleOf([...productKernels, ...rowKernels, ...sparseKernels], memoryPages),
  );
  return new WebAssembly.Instance(module, { shared: { memory } }).exports;
}
