import { EyeOff, LockKeyhole } from "lucide-react";
import { Icon } from "../kit/icon.tsx";

/** What Mayfly promises to somebody who sees it for the first time. */
export function Promises() {
	return (
		<ul className="promise">
			<li>
				<Icon of={LockKeyhole} />
				<span>Sealed in this browser. The server can’t read it.</span>
			</li>
			<li>
				<Icon of={EyeOff} />
				<span>No account, no name of yours, nothing kept.</span>
			</li>
		</ul>
	);
}
