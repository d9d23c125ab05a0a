import { useMemo } from "react";
import { encode } from "uqr";

/** A QR code, dark on white in both themes, so that every camera reads it. Load it lazily. */
export function QrCode({ text, name }: { text: string; name: string }) {
	const { size, path } = useMemo(() => draw(text), [text]);
	return (
		<div className="qr">
			<svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={name} shapeRendering="crispEdges">
				<path fill="#12191c" d={path} />
			</svg>
		</div>
	);
}

/** One path of all dark runs, row by row. */
function draw(text: string): { size: number; path: string } {
	const { data, size } = encode(text, { border: 0, ecc: "M" });
	let path = "";
	data.forEach((row, y) => {
		for (let x = 0; x < size; x++) {
			if (!row[x]) continue;
			const start = x;
			while (x < size && row[x]) x++;
			path += `M${start} ${y}h${x - start}v1h-${x - start}z`;
		}
	});
	return { size, path };
}
