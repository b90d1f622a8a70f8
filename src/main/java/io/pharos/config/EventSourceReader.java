package io.pharos.config;

import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Names;
import java.util.List;

/** Reads {@code pharos:eventSources}: names only, which mean the same in both Regions. */
final class EventSourceReader {
  /** Each name stands several times in a role's policy, which has room for 10,240 characters. */
  private static final int MOST = 10;

  private final Section section;
  private final String own;

  EventSourceReader(Section section, String app, String environment) {
    this.section = section;
    this.own = new Names(app, environment).regional("dr-");
  }

  EventSourceNames read() {
    EventSourceNames sources =
        new EventSourceNames(
            names("functions", "[a-zA-Z0-9_-]{1,64}", "1 to 64 letters, digits, - and _", "orders"),
            names(
                "rules", "[.a-zA-Z0-9_-]{1,64}", "1 to 64 letters, digits, ., - and _", "nightly"));
    section.close();
    return sources;
  }

  private List<String> names(String key, String pattern, String words, String example) {
    Rule rule =
        Rule.matching(pattern, "the name alone, no ARN and no alias: " + words, example)
            .and(name -> !name.startsWith(own), "none of Pharos' own, which start with " + own);
    return section.texts(key, rule, MOST);
  }
}
