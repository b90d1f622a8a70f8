package io.pharos.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxTest {
  private static final Sandbox.Settings SETTINGS =
      new Sandbox.Settings("shop.example.com", "example.com", "eu-west-1", "eu-central-1");

  private final World world = Sandbox.create(42, SETTINGS);

  @Test
  void an_account_has_a_zone_certificates_images_and_keys_but_no_role() {
    Account account = world.account();

    assertThat(account.list("aws:route53/zone:Zone", Account.GLOBAL)).hasSize(1);
    assertThat(account.list("aws:iam/role:Role", Account.GLOBAL)).isEmpty();
    for (String region : List.of("eu-west-1", "eu-central-1")) {
      assertThat(account.list("aws:acm/certificate:Certificate", region).get(0).string("status"))
          .isEqualTo("ISSUED");
      assertThat(account.find("aws:kms/alias:Alias", region, "alias/aws/rds")).isPresent();
      String image =
          account
              .find("aws:ssm/parameter:Parameter", region, Sandbox.IMAGE_PARAMETER)
              .orElseThrow()
              .string("value");
      assertThat(account.find("aws:ec2/ami:Ami", region, image)).isPresent();
    }
  }

  @Test
  void equal_settings_make_equal_accounts() {
    List<String> ids = world.account().all().stream().map(Resource::toString).toList();

    assertThat(Sandbox.create(7, SETTINGS).account().all())
        .extracting(Resource::toString)
        .isEqualTo(ids);
  }

  @Test
  void time_begins_at_the_epoch() {
    assertThat(world.clock().instant()).isEqualTo(Sandbox.EPOCH);
  }
}
