import { useEffect, useState } from "react";
import type { Bytes } from "../../crypto/bytes.ts";
import { useFiles } from "./files-context.ts";

/** The file of that message, once `isHere`; "broken" when it is not what was announced. It is asked for anew by each who shows it. */
export function useFile(id: string, isHere: boolean): Bytes | "broken" | null {
	const { read } = useFiles();
	const [bytes, setBytes] = useState<Bytes | "broken" | null>(null);
	useEffect(() => {
		if (!isHere) return;
		let isWanted = true;
		void read(id).then((found) => {
			if (isWanted) setBytes(found ?? "broken");
		});
		return () => {
			isWanted = false;
			setBytes(null);
		};
	}, [id, isHere, read]);
	return bytes;
}
