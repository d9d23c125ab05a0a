/** Origin of the built-in server, written in by the build. */
declare const __MAYFLY_SERVER__: string;
