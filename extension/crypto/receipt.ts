import { type Heard, openAside, type Speaker, sealAside } from "./aside.ts";
import { SealError } from "./seal-error.ts";

/** Says, in this member's name, that nothing of the room is left here. To be posted only once that is so. */
export const sealReceipt = (speaker: Speaker): Promise<string> => sealAside("receipt", speaker, { wiped: true });

/** Whether it is that member's receipt for that room. */
export async function isReceiptOf(heard: Heard): Promise<boolean> {
	try {
		const said = await openAside("receipt", heard);
		return typeof said === "object" && said !== null && "wiped" in said && said.wiped === true;
	} catch (error) {
		if (error instanceof SealError) return false;
		throw error;
	}
}
