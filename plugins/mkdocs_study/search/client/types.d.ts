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

  interface Result {
    /** Best first. */
    hits: Hit[];
    /** Sections that contain the query; if none does, the ranked hits. */
    total: number;
    /** False while candidates are left unproven. */
    totalExact: boolean;
    /** What was answered: a target named outright, a facet, the words as written, or likeness. */
    mode: "known" | "facet" | "literal" | "also" | "ranked";
    /** Other words that were searched as well. */
    also: { word: string; why: "synonym" | "pinyin" | "sound" }[];
    /** Chinese facet names with their values among the literal hits. */
    facets: { name: string; value: string; count: number }[];
  }

  interface Searcher {
    search(typed: string, options?: { limit?: number }): Promise<Result>;
  }

  /** One entry of Material's dialog; title and text are HTML. */
  interface Item {
    location: string;
    title: string;
    text: string;
    score: number;
    terms: Record<string, boolean>;
  }
}
