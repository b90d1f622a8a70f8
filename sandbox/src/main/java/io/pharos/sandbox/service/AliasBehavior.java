package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** {@code aws:kms/alias:Alias}: its id is its name, with {@code alias/}. */
final class AliasBehavior implements Behavior {
  private final Account account;
  private final Kms kms;

  AliasBehavior(Account account, Kms kms) {
    this.account = account;
    this.kms = kms;
  }

  @Override
  public void create(Resource alias) {
    if (!alias.has("name")) {
      String prefix = alias.has("namePrefix") ? alias.string("namePrefix") : "alias/";
      alias.set("name", prefix + UniqueId.of(alias.region(), alias.name()));
    }
    String name = alias.string("name");
    if (!name.matches("alias/[a-zA-Z0-9/_-]+") || name.startsWith("alias/aws/")) {
      throw refuse(
          "InvalidAliasNameException",
          "Alias must start with the prefix \"alias/\", and \"alias/aws/\" is reserved: " + name);
    }
    String arn = "arn:aws:kms:" + alias.region() + ":" + account.id() + ":" + name;
    if (account.find(alias.type(), alias.region(), name).isPresent()) {
      throw refuse("AlreadyExistsException", "An alias with the name " + arn + " already exists");
    }
    target(alias);
    alias.id(name);
    alias.set("arn", arn);
  }

  @Override
  public void update(Resource alias, Map<String, Object> before) {
    target(alias);
  }

  private void target(Resource alias) {
    String target = alias.string("targetKeyId");
    Resource key =
        kms.key(alias.region(), target)
            .orElseThrow(() -> refuse("NotFoundException", "Key '" + target + "' does not exist"));
    alias.set("targetKeyArn", key.string("arn"));
  }

  private static AwsServiceException refuse(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "Kms", 400, code, message);
  }
}
