import { Check, CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

/** That something failed, in a sentence; said at once when it appears. */
export function Alert({ children }: { children: ReactNode }) {
	return (
		<div className="notice bad" role="alert">
			<Icon of={CircleAlert} />
			<p>{children}</p>
		</div>
	);
}

/** The same looks without a role of their own, for inside of a status. */
export function Notice({ good, children }: { good: boolean; children: ReactNode }) {
	return (
		<p className={good ? "notice good" : "notice bad"}>
			<Icon of={good ? Check : CircleAlert} />
			<span>{children}</span>
		</p>
	);
}
