import { Globe } from "lucide-react";
import type { SharedPage } from "../../room/payload.ts";
import { Icon } from "../kit/icon.tsx";
import { addressWords } from "./address-words.ts";
import { FoldedText } from "./folded-text.tsx";

type PageCardProps = {
	page: SharedPage;
	/** Its link and button are in the tab order. */
	reachable: boolean;
	/** Called before the quote grows, so that what is read stays in place. */
	onGrow: () => void;
};

/** A page that somebody sent, as they described it: text nodes alone, and nothing is fetched. */
export function PageCard({ page: { url, title, quote }, reachable, onGrow }: PageCardProps) {
	return (
		<div className="page-card">
			<PageHost url={url} />
			<a
				className="name"
				href={url}
				target="_blank"
				rel="noreferrer noopener"
				title={url}
				dir="auto"
				tabIndex={reachable ? undefined : -1}
			>
				{title || addressWords(url)}
			</a>
			{quote && (
				<blockquote>
					<FoldedText source={quote} reachable={reachable} onGrow={onGrow}>
						{quote}
					</FoldedText>
				</blockquote>
			)}
		</div>
	);
}

/** The one part of a card that its sender can't choose freely. An international name stays in its code: it may imitate another. */
export function PageHost({ url }: { url: string }) {
	return (
		<p className="host">
			<Icon of={Globe} small />
			<span>{new URL(url).host}</span>
		</p>
	);
}
