/**
 * What is run in Firefox's own window, each function sent there by itself: they share `mayflyAlerts`, the notifications
 * that stand on the desktop. No desktop is there where tests run, so this is one: it shows, takes back and is clicked.
 */
declare const mayflyAlerts: Map<string, AlertObserver>;
declare const ChromeUtils: { generateQI(interfaces: string[]): (wanted: unknown) => unknown };
declare const Components: { manager: { QueryInterface(wanted: unknown): Registrar } };
declare const Ci: { nsIComponentRegistrar: unknown };
declare const Services: { uuid: { generateUUID(): unknown } };

type AlertObserver = {
	observe(subject: null, topic: "alertshow" | "alertclickcallback" | "alertfinished", data: string): void;
};
type Registrar = { registerFactory(id: unknown, name: string, contract: string, factory: object): void };

/** Takes the place of the desktop, before the first notification. */
export function standInForDesktop(): void {
	const standing: typeof mayflyAlerts = new Map();
	Object.assign(globalThis, { mayflyAlerts: standing });
	const desktop = {
		QueryInterface: ChromeUtils.generateQI(["nsIAlertsService"]),
		showAlert({ name }: { name: string }, observer: AlertObserver) {
			standing.set(name, observer);
			observer.observe(null, "alertshow", "");
		},
		closeAlert(name: string) {
			const observer = standing.get(name);
			standing.delete(name);
			observer?.observe(null, "alertfinished", "");
		},
		teardown() {},
		pbmTeardown() {},
	};
	const factory = {
		QueryInterface: ChromeUtils.generateQI(["nsIFactory"]),
		createInstance: (wanted: unknown) => desktop.QueryInterface(wanted),
	};
	const registrar = Components.manager.QueryInterface(Ci.nsIComponentRegistrar);
	registrar.registerFactory(Services.uuid.generateUUID(), "", "@mozilla.org/alerts-service;1", factory);
}

/** Clicks on a notification; its name is the one that the extension gave it. */
export function clickAlert(name: string): void {
	const observer = mayflyAlerts.get(name);
	if (!observer) throw new Error(`no notification ${name}: ${[...mayflyAlerts.keys()]}`);
	observer.observe(null, "alertclickcallback", "");
}
