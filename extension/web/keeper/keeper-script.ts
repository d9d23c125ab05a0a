import script from "./seat-keeper.ts?worker&url";

/** The part of Trusted Types that is used, where the browser has them. */
type Factory = {
	createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
};

/**
 * The built worker's address, as the page's policy (`require-trusted-types-for 'script'`) lets it be registered, and
 * the scope it gets: where it is, and where no page is.
 */
export function keeperScript(): { script: string; scope: string } {
	const { trustedTypes } = globalThis as { trustedTypes?: Factory };
	const policy = trustedTypes?.createPolicy("mayfly-keeper", { createScriptURL: () => script });
	return { script: policy?.createScriptURL(script) ?? script, scope: "/assets/" };
}
