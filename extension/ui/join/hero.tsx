import type { ReactNode } from "react";
import { Brand } from "../kit/mark.tsx";
import { Sky } from "../kit/sky.tsx";

/** An unlit sky with large words at its foot: what can be tried, and is not under way. */
export function Hero({ heading, brand = false, children }: { heading: string; brand?: boolean; children: ReactNode }) {
	return (
		<Sky tall>
			{brand && (
				<div className="corner">
					<Brand />
				</div>
			)}
			<div className="hero">
				<h1 className="display" tabIndex={-1}>
					{heading}
				</h1>
				<p>{children}</p>
			</div>
		</Sky>
	);
}
