import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useAnnounce } from "../kit/announcer.tsx";
import { Button } from "../kit/button.tsx";
import { useCopy } from "../kit/copy.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";

/** Fenced code: it scrolls by itself, and is copied whole. */
export function CodeBlock({ code, from, reachable }: { code: string; from: string; reachable: boolean }) {
	const copy = useCopy();
	const announce = useAnnounce();
	const [copied, setCopied] = useState(false);

	useEffect(() => {
		if (!copied) return;
		const timer = setTimeout(() => setCopied(false), 2000);
		return () => clearTimeout(timer);
	}, [copied]);

	const copyCode = async () => {
		const done = (await copy(code)) === "copied";
		setCopied(done);
		announce(done ? t("log.codeCopied") : t("log.copyRefused"));
	};

	return (
		<div className="codeblock">
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys */}
			{/* biome-ignore lint/a11y/useSemanticElements: the <pre> itself scrolls */}
			<pre tabIndex={0} role="region" aria-label={t("log.codeFrom", { name: from })}>
				<code>{code}</code>
			</pre>
			<Button
				quiet
				aria-label={t("log.copyCode")}
				tabIndex={reachable ? undefined : -1}
				onClick={() => void copyCode()}
			>
				<Icon of={copied ? Check : Copy} />
			</Button>
		</div>
	);
}
