package io.pharos.sandbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceTest {
  private final Resource original =
      new Resource("aws:ec2/vpc:Vpc", "r1", "a", Map.of("size", 1, "tags", Map.of("k", "v")));

  @Test
  void a_copy_of_a_frozen_resource_changes_alone() {
    original.freeze();
    Resource first = original.copy();
    Resource second = original.copy();

    first.set("size", 2);
    second.attributes().put("size", 3);

    assertThat(List.of(original.integer("size"), first.integer("size"), second.integer("size")))
        .containsExactly(1, 2, 3);
  }

  @Test
  void a_frozen_resource_that_is_changed_after_all_leaves_its_copies_as_they_were() {
    original.freeze();
    Resource copy = original.copy();

    original.set("size", 2);

    assertThat(copy.integer("size")).isEqualTo(1);
    assertThat(original.copy().integer("size")).isEqualTo(2);
  }

  @Test
  void what_is_within_the_attributes_of_a_frozen_resource_cannot_be_changed() {
    original.freeze();

    assertThatThrownBy(() -> original.copy().map("tags").put("k", "other"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void what_replaces_the_attributes_of_a_copy_can_change_without_its_copies() {
    original.freeze();
    Resource copy = original.copy();
    Map<String, Object> tags = new HashMap<>(Map.of("k", "v"));
    copy.attributes(Map.of("tags", tags));
    Resource copyOfCopy = copy.copy();

    tags.put("k", "other");

    assertThat(copyOfCopy.map("tags")).isEqualTo(Map.of("k", "v"));
  }
}
