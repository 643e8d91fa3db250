/** What Node gives a classic script that its tests load with require; absent in a browser. */
declare function require(path: string): any;
