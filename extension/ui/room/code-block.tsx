import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useAnnounce } from "../kit/announcer.tsx";
import { Button } from "../kit/button.tsx";
import { useCopy } from "../kit/copy.tsx";
import { Icon } from "../kit/icon.tsx";
import { t } from "../words.ts";
import type { ColouredPiece } from "./code-colours.ts";

type CodeBlockProps = {
	code: string;
	/** As its writer called it; empty when they did not. */
	language: string;
	from: string;
	reachable: boolean;
};

/** Fenced code: it scrolls by itself, and is copied whole. */
export function CodeBlock({ code, language, from, reachable }: CodeBlockProps) {
	const coloured = useColours(code, language);
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
				<code>{coloured ? <Coloured pieces={coloured} /> : code}</code>
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

function Coloured({ pieces }: { pieces: readonly ColouredPiece[] }) {
	return pieces.map(({ text, colour }, at) =>
		colour === null ? (
			text
		) : (
			<span key={at.toString()} data-code={colour}>
				{text}
			</span>
		),
	);
}

/** Null while it has no colours: the first piece of code in a language that is known brings the code for them. */
function useColours(code: string, language: string): readonly ColouredPiece[] | null {
	const [coloured, setColoured] = useState<{ of: string; pieces: readonly ColouredPiece[] } | null>(null);
	useEffect(() => {
		if (language === "") return;
		let isWanted = true;
		import("./code-colours.ts").then(
			({ colourCode }) => {
				const pieces = colourCode(code, language);
				if (isWanted && pieces) setColoured({ of: code, pieces });
			},
			// Code without colours is as good.
			() => {},
		);
		return () => {
			isWanted = false;
		};
	}, [code, language]);
	return coloured?.of === code ? coloured.pieces : null;
}
