/** Shapes that pass between the search scripts; for the type checker only, no browser loads it. */
declare namespace Zh {
  /** Brings a file's data by its name without `.js`. */
  type Load = (name: string) => Promise<any>;

  interface Form {
    /** Folded; what a section must contain. */
    text: string;
    /** A Latin run may stand inside a longer one (inside quotes). */
    anyInfix: boolean;
  }

  interface Query {
    typed: string;
    /** Folded words outside quotes, facets and exclusions. */
    plain: string;
    /** `plain` as typed and with gaps closed; any of them counts as exact. */
    forms: Form[];
    /** `plain` without punctuation, if that differs. */
    bareForm: Form | null;
    /** All must be contained. */
    phrases: Form[];
    /** Folded; none may be contained. */
    excluded: string[];
    /** Terms of class f. */
    facets: string[];
    /** Parts of `plain` between spaces and punctuation. */
    keywords: string[];
    /** The whole as a title. */
    titleKey: string;
    /** Readings as title and article number. */
    references: { title: string; article: string }[];
  }

  interface PostingList {
    /** Section numbers, ascending. */
    ids: Int32Array;
    /** 0–3, or empty where the class has none. */
    impacts: Uint8Array;
    /** 1 where the pair is a word there; empty but for class b. */
    words: Uint8Array;
    /** Sections below headings that hold the pair: first and end, ascending by first. */
    ranges: [number, number][];
  }

  interface SectionRecord {
    id: number;
    /** Of its page, relative to the site root. */
    url: string;
    pageTitle: string;
    facets: Record<string, string[]>;
    /** Headings above it, without the page's title. */
    path: string[];
    level: number;
    anchor: string;
    /** The heading first, then paragraphs. */
    blocks: string[];
  }

  /** Why another word than the typed one was searched. */
  type Why = "synonym" | "number" | "pinyin" | "sound";

  interface Also {
    word: string;
    why: Why;
  }

  interface Facet {
    /** Chinese, as it is typed. */
    name: string;
    value: string;
    /** Hits that have it; 0 if unknown. */
    count: number;
  }

  interface Hit {
    section: SectionRecord;
    score: number;
    /** The section contains the query. */
    exact: boolean;
    /** The other word that found it, or empty. */
    via: string;
    kind: "known" | null;
    /** HTML with marks. */
    heading: string;
    /** HTML with marks. */
    snippet: string;
    /** Spellings of the section that were marked. */
    matched: string[];
  }

  /** A target named outright, a facet, the words as written, other words, or likeness. */
  type Mode = "known" | "facet" | "literal" | "also" | "ranked";

  interface Result {
    /** Best first. */
    hits: Hit[];
    /** Sections that contain the query; if none does, the ranked hits. */
    total: number;
    /** False while candidates are left unproven. */
    totalExact: boolean;
    mode: Mode;
    also: Also[];
    /** Of the hits found literally; empty if unknown. */
    facets: Facet[];
  }

  interface Searcher {
    search(typed: string, options?: { limit?: number }): Promise<Result>;
    /** Titles, headings and terms that continue or spell what is typed. */
    suggest?(typed: string, limit: number): Promise<string[]>;
    /** Terms that exist, for a query that finds nothing. */
    nearest?(typed: string, limit: number): Promise<string[]>;
  }

  /** From the dialog; protocol.js tells the order. */
  interface Request {
    type: "open" | "search" | "suggest" | "nearest";
    id: number;
    typed: string;
    /** Hits wanted. */
    limit: number;
  }

  /** What answers a request of type search. */
  interface Answer {
    typed: string;
    limit: number;
    /** By page; the first item of each is the page itself. */
    groups: Item[][];
    /** Hits in all groups. */
    count: number;
    total: number;
    totalExact: boolean;
    mode: Mode;
    /** The target that the query named. */
    target: string;
    also: Also[];
    facets: Facet[];
    /** The engine knows spellings and synonyms. */
    knowsWords: boolean;
  }

  type FailureKind =
    | "offline"
    | "unreachable"
    | "missing"
    | "damaged"
    | "stub"
    | "version"
    | "script"
    | "slow"
    | "internal";

  interface Failure {
    kind: FailureKind;
    /** The file that could not be read, or none. */
    file: string;
  }

  /** One entry of the dialog's list; title, path, text and type are HTML. */
  interface Item {
    location: string;
    title: string;
    /** Headings above. */
    path: string;
    text: string;
    score: number;
    /** Only resembles the query, while others contain it. */
    near: boolean;
    why: Why | "";
    /** Of the page. */
    type: string;
    /** Shown without unfolding. */
    open: boolean;
  }
}
