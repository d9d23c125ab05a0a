import { useEffect, useState } from "react";
import type { Bytes } from "../../crypto/bytes.ts";

/** An address under which this page, and it alone, has the bytes, as long as it shows them. Null: there are none. */
export function useBlobAddress(bytes: Bytes | null, type = "application/octet-stream"): string | null {
	const [address, setAddress] = useState<string | null>(null);
	useEffect(() => {
		if (bytes === null) return;
		const made = URL.createObjectURL(new Blob([bytes], { type }));
		setAddress(made);
		return () => {
			URL.revokeObjectURL(made);
			setAddress(null);
		};
	}, [bytes, type]);
	return address;
}
