package io.pharos.sandbox.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoTest {
  private final Account original = new Account("123456789012");
  private int looks;

  MemoTest() {
    original.add(resource("aws:ec2/vpc:Vpc", "one"));
    original.add(resource("aws:rds/instance:Instance", "two"));
  }

  private static Resource resource(String type, String id) {
    Resource resource = new Resource(type, "eu-west-1", id, Map.of());
    resource.id(id);
    return resource;
  }

  private String ask(Account account) {
    Memo<String, String> memo = Memo.ofCopies(account, "questions", "aws:ec2");
    return memo.get("how many", any -> "answer " + ++looks);
  }

  private static Resource vpc(Account account) {
    return account.find("aws:ec2/vpc:Vpc", "eu-west-1", "one").orElseThrow();
  }

  @Test
  void equal_copies_know_what_was_found_out_about_one() {
    assertThat(ask(original.copy())).isEqualTo("answer 1");
    assertThat(ask(original.copy())).isEqualTo("answer 1");
  }

  @Test
  void a_copy_that_has_changed_finds_out_by_itself_and_tells_nobody() {
    Account changed = original.copy();
    vpc(changed).set("state", "gone");

    assertThat(ask(changed)).isEqualTo("answer 1");
    assertThat(ask(original.copy())).isEqualTo("answer 2");
    assertThat(ask(changed)).isEqualTo("answer 3");
  }

  @Test
  void a_copy_that_changes_forgets() {
    Account copy = original.copy();
    Memo<String, String> memo = Memo.ofCopies(copy, "questions", "aws:ec2");
    memo.get("how many", any -> "answer " + ++looks);
    vpc(copy).set("state", "gone");

    assertThat(memo.known("how many")).isNull();
  }

  @Test
  void what_changes_elsewhere_does_not_matter() {
    ask(original.copy());
    Account copy = original.copy();
    copy.find("aws:rds/instance:Instance", "eu-west-1", "two").orElseThrow().set("status", "x");

    assertThat(ask(copy)).isEqualTo("answer 1");
  }

  @Test
  void an_account_that_is_copied_again_after_a_change_is_another_one() {
    ask(original.copy());
    vpc(original).set("state", "gone");

    assertThat(ask(original.copy())).isEqualTo("answer 2");
  }

  @Test
  void an_account_that_is_no_copy_knows_only_its_own() {
    assertThat(ask(original)).isEqualTo("answer 1");
    assertThat(ask(original)).isEqualTo("answer 2");
  }

  @Test
  void answers_to_other_questions_are_kept_apart() {
    ask(original.copy());
    Memo<String, String> others = Memo.ofCopies(original.copy(), "others", "aws:ec2");

    assertThat(others.known("how many")).isNull();
  }
}
