import { messageFits } from "../crypto/message.ts";
import type { Act } from "./acts.ts";
import { ApiError } from "./api-error.ts";
import { messageIn } from "./message-in.ts";
import { hasViewed, isForMe } from "./once.ts";
import { pageOf, payload, payloadOf, type Said, sharedPage, widestSeen } from "./payload.ts";
import { isSame } from "./same-value.ts";
import { sharedFile } from "./shared-file.ts";
import type { Draft, LiveState } from "./state.ts";

/** Throws an ApiError unless it says something, in a form that others read, and fits one message. */
export function checkSaid(said: Said): void {
	if (said.act === undefined) {
		const { text, page, file, once } = said;
		if (page && file) throw new ApiError("invalid-field", { field: "page" });
		if (once && !file?.picture) throw new ApiError("invalid-field", { field: "once" });
		if (file && !sharedFile.safeParse(file).success) throw new ApiError("invalid-field", { field: "file" });
		if (text === "" && !page && !file) throw new ApiError("invalid-field", { field: "text" });
		if (page && !sharedPage.safeParse(page).success) throw new ApiError("invalid-field", { field: "page" });
	} else if (said.act.kind === "reaction" && !payload.safeParse(payloadOf(said)).success) {
		throw new ApiError("invalid-field", { field: "emoji" });
	}
	const content = payloadOf(said);
	if (!payload.safeParse(content).success || !messageFits({ ...content, seen: widestSeen })) {
		throw new ApiError("body-too-large");
	}
}

/** Whether an act would change anything. Until the log is here nobody can say, and others pass over what does not. */
export function isOfUse({ log, caughtUp, me, unsent }: LiveState, act: Act): boolean {
	if (!caughtUp) return true;
	const message = messageIn(log, act.to);
	if (!message || act.kind === "reaction") return message !== undefined;
	return act.kind === "viewed" ? isForMe(message, me) && !hasViewed({ me, unsent }, message) : message.sender === me;
}

/** Ids of refused acts that this one takes the place of: they must not stand over it, nor be tried again after it. */
export function replacedBy({ unsent }: LiveState, act: Act): string[] {
	const isOf = (other: Act | undefined) =>
		other?.to === act.to &&
		other.kind === act.kind &&
		(other.kind !== "reaction" || act.kind !== "reaction" || other.emoji === act.emoji);
	return unsent.flatMap(({ id, state, act: other }) => (state.name === "failed" && isOf(other) ? id : []));
}

/** Whether the stream has brought it back already. */
export const isSaid = ({ log, me }: LiveState, id: string): boolean =>
	log.some((entry) => "id" in entry && entry.id === id && entry.sender === me);

/** What of the draft is over with what was sent: anything else may have been written meanwhile. */
export function restOf(draft: Draft, said: Said): Partial<Draft> {
	if (said.act) {
		const { kind, to } = said.act;
		return draft.edit?.to === to && (kind === "edit" || kind === "unsend") ? { edit: null } : {};
	}
	const { text, page, replyTo } = said;
	return {
		...(draft.text.trim() === text.trim() && { text: "" }),
		...(draft.page && isSame(pageOf(draft.page), page) && { page: null }),
		...(draft.replyTo !== null && draft.replyTo === replyTo && { replyTo: null }),
	};
}
