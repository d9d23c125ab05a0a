import type { Inline } from "./inline-text.ts";
import { PlainText } from "./mentions.tsx";
import { hiddenHost } from "./text-links.ts";

const elements = { strong: "strong", emphasis: "em", strike: "s" } as const;

/** Words, set apart where their writer did so. Links lead out, and are never fetched. */
export function InlineText({ parts, reachable }: { parts: readonly Inline[]; reachable: boolean }) {
	return parts.map((part, at) => {
		const key = at.toString();
		if (part.type === "plain") return <PlainText key={key} source={part.source} />;
		if (part.type === "code") return <code key={key}>{part.code}</code>;
		if (part.type === "link") return <OutwardLink key={key} {...part} reachable={reachable} />;
		const Element = elements[part.type];
		return (
			<Element key={key}>
				<InlineText parts={part.parts} reachable={reachable} />
			</Element>
		);
	});
}

type OutwardLinkProps = Extract<Inline, { type: "link" }> & { reachable: boolean };

/** Where its words don't tell where it leads, its host stands beside them. */
function OutwardLink({ source, href, words, reachable }: OutwardLinkProps) {
	const host = hiddenHost({ source, href, words });
	return (
		<a
			href={href}
			target="_blank"
			rel="noreferrer noopener"
			title={href === source ? undefined : href}
			tabIndex={reachable ? undefined : -1}
		>
			{host === null ? (
				source
			) : (
				<>
					<bdi>{words ?? source}</bdi> <span className="host">({host})</span>
				</>
			)}
		</a>
	);
}
