package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.service.app.Machine;
import io.pharos.sandbox.service.app.UserDataRunner;
import io.pharos.sandbox.service.ec2.Instance;
import io.pharos.sandbox.service.ecr.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserDataTest {
  private static final String DOCKER =
      "#!/bin/bash\nset -e\nyum -y install docker\nsystemctl start docker\n";

  private final GivenShop shop = new GivenShop(0);

  @Test
  void starts_containers_with_ports_and_environment() {
    UserDataRunner.Boot boot =
        run(
            DOCKER
                + """
                export GREETING='hello world'
                docker run -d -p 80:8080 -e GREETING -e EMPTY= --name=web public.ecr.aws/shop:1
                """);

    assertThat(boot.result().status()).isZero();
    assertThat(boot.machine().containers())
        .singleElement()
        .satisfies(
            web -> {
              assertThat(web.name()).isEqualTo("web");
              assertThat(web.ports()).isEqualTo(Map.of(80, 8080));
              assertThat(web.environment())
                  .isEqualTo(Map.of("GREETING", "hello world", "EMPTY", ""));
            });
  }

  @Test
  void docker_is_not_there_before_it_is_installed_and_started() {
    assertThat(run("#!/bin/bash\ndocker run web").result().transcript())
        .contains("command not found");
    assertThat(run("#!/bin/bash\ndnf install -y docker\ndocker run web").result().transcript())
        .contains("Cannot connect to the Docker daemon");
  }

  @Test
  void a_script_for_root_touches_nothing_of_this_machine() {
    UserDataRunner.Boot boot =
        run(
            """
            #!/bin/bash
            set -e
            mkdir -p /opt/pharos-test
            echo secret > /opt/pharos-test/file
            cat "/opt/pharos-test/file"
            """);

    assertThat(boot.result().status()).isZero();
    assertThat(boot.result().transcript()).contains("secret");
    assertThat(Files.exists(Path.of("/opt/pharos-test"))).isFalse();
  }

  @Test
  void knows_only_recorded_and_harmless_commands() {
    assertThat(run("#!/bin/bash\npython3 -c 'print(1)'").result().status()).isEqualTo(127);
  }

  @Test
  void an_answer_that_changed_is_another_run() {
    String script =
        DOCKER
            + """
            value=$(aws ssm get-parameter --name /shop/prod/shared/GREETING \\
              --query Parameter.Value --output text)
            docker run -d -p 80:80 -e VALUE="$value" public.ecr.aws/shop:1
            """;
    assertThat(value(script)).isEqualTo("hello");
    assertThat(value(script)).isEqualTo("hello");

    shop.given
        .world
        .service(Ssm.class)
        .put(GivenAccount.REGION, "/shop/prod/shared/GREETING", "good bye");

    assertThat(value(script)).isEqualTo("good bye");
  }

  @Test
  void an_image_in_a_private_registry_needs_login_and_permission() {
    String image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:1";
    String run = "docker run -d " + image + "\n";
    String login =
        """
        aws ecr get-login-password --region eu-west-1 |
          docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com
        """;
    assertThat(run(DOCKER + run).result().transcript()).contains("no basic auth credentials");
    assertThat(run(DOCKER + "set -o pipefail\n" + login).result().transcript())
        .contains("ecr:GetAuthorizationToken");

    shop.policy(
        "ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "x:Y");
    assertThat(run(DOCKER + login + run).result().transcript())
        .contains("manifest for " + image + " not found");

    Registry registry = shop.given.world.service(Ecr.class).registry();
    registry.repository(GivenAccount.REGION, "shop");
    registry.push(GivenAccount.REGION, "shop", "1");
    assertThat(run(DOCKER + login + run).result().status()).isZero();
  }

  @Test
  void waiting_for_what_never_comes_is_cut_short() {
    UserDataRunner.Boot boot =
        run("#!/bin/bash\nuntil aws ssm get-parameter --name /none; do sleep 60; done");

    assertThat(boot.result().status()).isNotZero();
    assertThat(boot.machine().elapsed()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));
  }

  @Test
  void each_call_is_made_once_whether_runs_are_remembered_or_none() {
    String script =
        "#!/bin/bash\nfor i in 1 2 3 4 5 6; do aws ssm get-parameter"
            + " --region eu-west-1 --name /shop/prod/local/database-endpoint; done";

    // Its run is remembered, and takes another turn where calls are refused.
    run(script);
    int known = chanceAfter(script);

    assertThat(known).isEqualTo(chanceAfter(script + " # never seen"));
    assertThat(known).isEqualTo(chanceAfter(script));
  }

  /** What comes next by chance in a new world where most calls are refused. */
  private static int chanceAfter(String script) {
    UserDataTest other = new UserDataTest();
    Faults faults = other.shop.given.world.faults();
    faults.begin(new Faults.Disturbance(Trouble.THROTTLED, GivenAccount.REGION, "ssm", 0.9));
    assertThat(other.run(script).result().transcript()).contains("ThrottlingException");
    return faults.chance(1_000_000);
  }

  private String value(String script) {
    return run(script).machine().containers().get(0).environment().get("VALUE");
  }

  private UserDataRunner.Boot run(String script) {
    Instance instance =
        new Instance(
            new Instance.Launch(
                "i-1",
                GivenAccount.REGION,
                shop.network.vpc.id(),
                shop.network.privateSubnets.get(0),
                "eu-west-1a",
                "10.0.10.16",
                false,
                List.of(shop.network.appGroup.id()),
                "ami-1",
                "al2023-ami-2023.9",
                "t3.small",
                shop.role.string("arn"),
                "",
                Map.of(),
                shop.given.world.clock().instant()));
    return UserDataRunner.run(script, new Machine(shop.given.world, instance));
  }
}
