import {
  endingView,
  parseEnvelope,
  parseOrThrow,
  personTag,
  type Receipt,
  type SessionView,
} from "@refract/collect";
import { endOfDay, panelOf, RefractError } from "@refract/core";
import type { ParticipantRow } from "@refract/store";
import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod";
import type { Deployment } from "../deployment.ts";
import { randomToken, tokenHash } from "../secrets.ts";
import { admit } from "../sessions/admit.ts";
import { changeDevice } from "../sessions/change-device.ts";
import { type Device, deviceOf } from "../sessions/device.ts";
import { arrivingAt, fitsDevice, landingOf } from "../sessions/landing.ts";
import { recoveryCode, recoveryLookup } from "../sessions/recovery.ts";
import { ShownRatings } from "../sessions/shown-ratings.ts";
import type { ShelvedStudy } from "../sessions/study-shelf.ts";
import { endingOnWithdrawal } from "../sessions/withdrawal-ending.ts";
import { compressedJson } from "./compressed-json.ts";
import { eventStream } from "./event-stream.ts";
import { framingOf } from "./panel-framing.ts";
import { participantStream } from "./participant-stream.ts";
import { readJson } from "./read-json.ts";

/** Query parameters of the link, as the page was opened; which of them mean something is the study's to say. */
const parametersSchema = z
  .record(z.string().max(64), z.string().max(1000))
  .refine((parameters) => Object.keys(parameters).length <= 50, { error: "expected at most 50 parameters" })
  .default({});
/** As the page counts them: tablets call themselves computers otherwise. */
const touchPointsSchema = z.int().min(0).max(1000).optional();
const arriveSchema = z.strictObject({ parameters: parametersSchema, touchPoints: touchPointsSchema });
const enterSchema = z.strictObject({
  studyId: z.string().max(64),
  entryToken: z.string().max(4000),
  language: z.string().max(35),
  parameters: parametersSchema,
  touchPoints: touchPointsSchema,
});
const recoverSchema = z.strictObject({
  studyId: z.string().max(64),
  code: z.string().max(64),
  language: z.string().max(35).optional(),
  touchPoints: touchPointsSchema,
});
const withdrawSchema = z.strictObject({ studyId: z.string().max(64) });

/** Everything a participant's browser can do. Each request reaches only the rows of the session its cookie opens. */
export function participantRoutes(deployment: Deployment): Hono {
  const { keeper, shelf, store, secrets, hub, live } = deployment;
  const routes = new Hono();

  const signedIn = async (context: Context, studyId: string): Promise<ParticipantRow | null> => {
    const token = getCookie(context, cookieName(studyId));
    const participant = token === undefined ? null : await store.participantByToken(tokenHash(token));
    return participant?.studyId === studyId ? participant : null;
  };
  /** The person of this page: a window of somebody who had this browser before is not heard. */
  const ofThisPage = async (context: Context, studyId: string): Promise<ParticipantRow | null> => {
    const participant = await signedIn(context, studyId);
    const person = context.req.query("person");
    if (participant === null || person === undefined) return participant;
    return personTag(participant.seed) === person ? participant : null;
  };
  const required = async (context: Context, studyId: string): Promise<ParticipantRow> => {
    const participant = await ofThisPage(context, studyId);
    if (participant === null)
      throw new RefractError(
        "not-allowed",
        "no session in this browser, expected one begun on the study's page",
        { userMessage: "no-session" },
      );
    return participant;
  };
  /** The version that somebody is in said until when; a later one takes nothing of it back. */
  const withdrawal = async (participant: ParticipantRow) => {
    const { withdrawUntil } = await shelf.storedTerms(participant);
    const mayWithdraw = withdrawUntil === null || deployment.clock.now() < endOfDay(withdrawUntil);
    return { withdrawUntil, mayWithdraw };
  };
  const dataOf = (participant: ParticipantRow) =>
    shelf.ownData(participant, live.turnOf(participant.id)?.turnId ?? null);
  const signIn = async (context: Context, studyId: string, token: string) => {
    const shelved = await shelf.find(studyId);
    setCookie(context, cookieName(studyId), token, {
      httpOnly: true,
      maxAge: 60 * 60 * 24 * 60,
      ...cookieReach(shelved !== null && framingOf(shelved.opened.study) !== null),
    });
  };
  /**
   * Where a cookie is sent. Within another site's page no browser sends a strict one; a partitioned one is of use only under that site.
   * Writes from other sites are refused by their origin in any case.
   */
  const cookieReach = (isFramed: boolean) =>
    isFramed
      ? ({ path: "/api/p", sameSite: "None", secure: true, partitioned: true } as const)
      : ({
          path: "/api/p",
          sameSite: "Strict",
          secure: deployment.publicUrl?.startsWith("https:") ?? false,
        } as const);

  /** Refuses people whose device the study does not take. */
  const requireDevice = ({ opened }: ShelvedStudy, device: Device) => {
    if (fitsDevice(opened.study, device)) return;
    throw new RefractError("not-allowed", `device: a ${device.kind}, expected a computer`, {
      userMessage: "computer-needed",
    });
  };
  const land = async (
    context: Context,
    parameters: Readonly<Record<string, string>>,
    touchPoints: number | null = null,
  ) => {
    const shelved = await shelf.newest(context.req.param("studyId") ?? "");
    const here = await signedIn(context, shelved.opened.study.id);
    const arriving = await arrivingAt(deployment, shelved, here, parameters);
    return context.json(
      await landingOf(deployment, shelved, here, arriving, deviceBehind(context, touchPoints)),
    );
  };
  routes.get("/studies/:studyId", (context) => land(context, {}));
  // Not in the address, where proxies would write down what names people.
  routes.post("/studies/:studyId", async (context) => {
    const { parameters, touchPoints } = parseOrThrow(arriveSchema, await readJson(context), "studies");
    return land(context, parameters, touchPoints);
  });

  routes.post("/enter", async (context) => {
    const { parameters, touchPoints, ...body } = parseOrThrow(enterSchema, await readJson(context), "enter");
    const here = await signedIn(context, body.studyId);
    const shelved = await shelf.newest(body.studyId);
    const { recruitment, arrival } = await arrivingAt(deployment, shelved, here, parameters);
    if (arrival === "refused")
      throw new RefractError("not-allowed", "this panel id has taken part already", {
        userMessage: "taken-part",
      });
    if (arrival === "continue" && here !== null)
      return compressedJson(context, keeper.view(await keeper.session(here.id)));
    const token = randomToken();
    const device = deviceBehind(context, touchPoints ?? null);
    requireDevice(shelved, device);
    const admitted = await admit(deployment, { ...body, recruitment, token, device });
    await signIn(context, body.studyId, token);
    if (admitted.simulated) context.header("x-refract-participant", admitted.id);
    deployment.onChange(body.studyId);
    return compressedJson(context, keeper.view(await keeper.session(admitted.id)));
  });

  routes.post("/recover", async (context) => {
    const body = parseOrThrow(recoverSchema, await readJson(context), "recover");
    const participant = await store.participantByRecovery(body.studyId, tokenHash(recoveryLookup(body.code)));
    if (participant === null || participant.status === "withdrawn") {
      throw new RefractError("not-allowed", "code: unknown, expected the recovery code from the receipt", {
        userMessage: "code-unknown",
      });
    }
    requireDevice(await shelf.newest(body.studyId), deviceBehind(context, body.touchPoints ?? null));
    const token = randomToken();
    await changeDevice(deployment, participant, token);
    await signIn(context, body.studyId, token);
    return compressedJson(context, keeper.view(await keeper.session(participant.id)));
  });

  routes.get("/session", async (context) => {
    const participant = await ofThisPage(context, studyOf(context));
    if (participant === null)
      return context.json(
        { error: { code: "not-allowed", message: "no session in this browser", userMessage: "no-session" } },
        401,
      );
    return compressedJson(context, keeper.view(await keeper.session(participant.id)));
  });

  routes.post("/command", async (context) => {
    const participant = await required(context, studyOf(context));
    const envelope = parseEnvelope(await readJson(context));
    const session = await keeper.command(participant.id, envelope);
    const view: SessionView = keeper.view(session);
    const window = windowOf(context);
    // The window that asked has the view in the answer.
    for (const listener of hub.of(participant.id))
      if (window === null || listener.window !== window) listener.view(view);
    deployment.onChange(participant.studyId);
    if (view.ending !== null) deployment.onEnding();
    return compressedJson(context, { view });
  });

  routes.get("/stream", async (context) => {
    const participant = await required(context, studyOf(context));
    const view = keeper.view(await keeper.session(participant.id));
    const lastEventId = context.req.header("last-event-id") ?? null;
    return eventStream(context, deployment.stopping, (send, close) =>
      participantStream({
        send,
        close,
        hub,
        participantId: participant.id,
        window: windowOf(context),
        view,
        turn: live.turnOf(participant.id),
        lastEventId,
      }),
    );
  });

  routes.get("/receipt", async (context) => {
    const participant = await required(context, studyOf(context));
    const { counts, consentVersion } = await dataOf(participant);
    const receipt: Receipt = {
      person: personTag(participant.seed),
      recoveryCode: recoveryCode(secrets, participant.id),
      enteredAt: participant.enteredAt,
      consentVersion,
      status: participant.status,
      ...counts,
      ...(await withdrawal(participant)),
    };
    return context.json(receipt);
  });

  const ratings = new ShownRatings(store, shelf);
  routes.get("/ratings", async (context) =>
    context.json(await ratings.of(await required(context, studyOf(context)))),
  );

  routes.get("/data", async (context) => {
    const participant = await required(context, studyOf(context));
    context.header("content-disposition", `attachment; filename="my-data-${participant.studyId}.json"`);
    return context.json((await dataOf(participant)).download);
  });

  routes.post("/withdraw", async (context) => {
    const body = parseOrThrow(withdrawSchema, await readJson(context), "withdraw");
    const participant = await required(context, body.studyId);
    if (!(await withdrawal(participant)).mayWithdraw)
      throw new RefractError("rejected", "the time for withdrawing by oneself is over", {
        userMessage: "withdraw-over",
      });
    const session = await keeper.withdraw(participant.id);
    const panel =
      session === null ? (await shelf.storedTerms(participant)).panel : panelOf(session.opened.study);
    const isFramed = (panel?.externalQuestion ?? null) !== null;
    live.abandon(participant.id, "the person has withdrawn");
    ratings.forget();
    deployment.note({ study: participant.studyId, person: participant.ordinal }, "a person withdrew");
    deleteCookie(context, cookieName(body.studyId), isFramed ? cookieReach(true) : { path: "/api/p" });
    deployment.onChange(participant.studyId);
    if (session === null) {
      // Nothing can be shown of a version that is set aside; other windows ask again, and are told so.
      for (const listener of [...hub.of(participant.id)]) listener.close();
      return context.json({ view: null });
    }
    const view: SessionView = {
      ...keeper.view(session),
      seq: session.seq + 1,
      status: "withdrawn",
      ending: endingView(
        session.opened,
        endingOnWithdrawal(session),
        session.participant.seed,
        session.panelValues,
      ),
      stage: null,
    };
    for (const listener of hub.of(participant.id)) listener.view(view);
    return context.json({ view });
  });

  return routes;
}

/** The device a request comes from, as a class. What the browser says of itself is not kept. */
function deviceBehind(context: Context, touchPoints: number | null): Device {
  return deviceOf({
    userAgent: context.req.header("user-agent") ?? null,
    mobile: context.req.header("sec-ch-ua-mobile") ?? null,
    touchPoints,
  });
}

/** What a window calls itself for as long as it is open, so that it is sent nothing twice; null when it does not say. */
function windowOf(context: Context): string | null {
  const window = context.req.query("window");
  return window !== undefined && /^[A-Za-z0-9-]{1,40}$/.test(window) ? window : null;
}

const cookieName = (studyId: string): string => `refract_${studyId}`;

function studyOf(context: Context): string {
  const studyId = context.req.query("study");
  if (studyId === undefined)
    throw new RefractError("invalid-input", "study: missing, expected the study's id in the query");
  return studyId;
}
