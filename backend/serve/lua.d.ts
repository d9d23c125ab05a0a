/** The text of a script, where a bundler is told to take it so (backend/wrangler.jsonc). */
declare module "*.lua" {
	const text: string;
	export default text;
}
