/** Joins the class names that are there: `classNames("button", lit && "lit")`. */
export function classNames(...names: (string | false | undefined)[]): string {
	return names.filter(Boolean).join(" ");
}
