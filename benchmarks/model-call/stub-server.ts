// The server of the model-call benchmark, in a process of its own so that only the client's time is counted.
import { StubModelServer } from "@refract/testing";

const words = Number(process.argv[2] ?? 50);
const server = await StubModelServer.start({ decide: () => ({ kind: "answer", words }) });
process.stdout.write(`${server.baseUrl}\n`);
