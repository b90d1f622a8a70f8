package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.drill.ReportJson;
import io.pharos.drill.Timeline;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Lambda;
import io.pharos.sandbox.service.Sns;
import io.pharos.world.SandboxCloud;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database's password is seen by nobody: not in a file, not in what is printed. */
class SecrecyIT {

  private static String password() {
    return Deployed.once()
        .account()
        .list("aws:rds/instance:Instance", "eu-west-1")
        .get(0)
        .string("password");
  }

  @Test
  void thereIsAPasswordToLookFor() {
    assertThat(password()).hasSizeGreaterThanOrEqualTo(16);
  }

  @Test
  void stateAndConfigurationFilesDoNotHoldIt() throws Exception {
    Deployed.once();
    assertThat(new Leaks(password()).in(Deployed.once().everything())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(StackName.class)
  void outputsDoNotTellIt(StackName stack) {
    assertThat(
            new Leaks(password())
                .disguisesIn(Deployed.once().stage().deployment().outputs(stack).toString()))
        .isEmpty();
  }

  @Test
  void whatPulumiPrintsDoesNotTellIt() {
    assertThat(new Leaks(password()).disguisesIn(String.join("\n", Deployed.once().output())))
        .isEmpty();
  }

  @Test
  void aDrillDoesNotTellIt() {
    World world = Sandbox.restore(Deployed.SEED, Deployed.once().account());
    SandboxCloud cloud = new SandboxCloud(world);
    var report = Drills.dead(cloud);
    StringBuilder told = new StringBuilder(ReportJson.run(List.of(report)));
    told.append(Timeline.of(report)).append(cloud.observations());
    world.service(Lambda.class).log().lines().forEach(line -> told.append(line).append('\n'));
    world.service(Sns.class).delivered().forEach(alert -> told.append(alert).append('\n'));

    assertThat(told).contains("\"verdict\"").contains("beacon");
    assertThat(new Leaks(password()).disguisesIn(told.toString())).isEmpty();
  }

  /** The checker itself must see. */
  @Test
  void aPlantedLeakIsFoundInEveryDisguise(@TempDir Path folder) throws Exception {
    String secret = "pa<s&w\"o'r\\d 0/1+2";
    Leaks leaks = new Leaks(secret);
    List<String> planted =
        List.of(
            secret,
            io.pharos.config.Json.write(java.util.Map.of("password", secret)),
            io.pharos.config.Json.write(
                java.util.Map.of(
                    "doc", io.pharos.config.Json.write(java.util.Map.of("p", secret)))),
            URLEncoder.encode(secret, StandardCharsets.UTF_8),
            "pa&lt;s&amp;w&#34;o&#39;r\\d 0/1+2",
            base64("{\"password\":\"" + secret + "\"}"),
            base64("x" + secret + "yz"),
            base64("xy" + secret));
    for (int i = 0; i < planted.size(); i++) {
      Path file =
          Files.writeString(folder.resolve("file" + i), "before " + planted.get(i) + " after");
      assertThat(leaks.in(folder))
          .as(planted.get(i))
          .anyMatch(found -> found.startsWith(file + ":"));
    }
    assertThat(leaks.disguisesIn("nothing to see here")).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
