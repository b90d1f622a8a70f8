package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of every table of a world, in the order of their keys. */
public final class Tables {
  private final Map<String, SortedMap<Map<String, AttributeValue>, Map<String, AttributeValue>>>
      items = new HashMap<>();

  private final Memo<Resource, KeySchema> keys;

  public Tables(Account account) {
    this.keys = new Memo<>(account, "aws:dynamodb");
  }

  KeySchema key(Resource table) {
    return keys.get(table, KeySchema::of);
  }

  /** The items of a table by key; changes to the map change the table. */
  SortedMap<Map<String, AttributeValue>, Map<String, AttributeValue>> items(Resource table) {
    return items.computeIfAbsent(table.string("arn"), arn -> new TreeMap<>(key(table).order()));
  }

  /** All items of a table, in the order of their keys. */
  public List<Map<String, AttributeValue>> all(Resource table) {
    return List.copyOf(items(table).values());
  }

  void drop(Resource table) {
    items.remove(table.string("arn"));
  }
}
