package io.pharos.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final String PIPELINE =
      "{'connection':'arn:aws:codeconnections:eu-central-1:123456789012:connection/"
          + "01234567-89ab-cdef-0123-456789abcdef',"
          + "'repository':'example/shop','backend':'s3://state',"
          + "'previewRole':'arn:aws:iam::123456789012:role/preview',"
          + "'upRole':'arn:aws:iam::123456789012:role/up'}";

  @Test
  void read_whenEverythingIsValid_returnsTypedSettings() {
    Settings settings = new ExampleConfiguration().read();

    assertThat(settings.active()).isEqualTo(Position.PRIMARY);
    assertThat(settings.role(Position.SECONDARY)).isEqualTo(Role.STANDBY);
    assertThat(settings.regions().of(Position.SECONDARY)).isEqualTo("eu-central-1");
    assertThat(settings.network().cidr(Position.SECONDARY)).hasToString("10.1.0.0/16");
    assertThat(settings.database().family()).isEqualTo("mysql8.0");
    assertThat(settings.database().port()).isEqualTo(3306);
    assertThat(settings.compute().port()).isEqualTo(8080);
    assertThat(settings.compute().containers().get(0).environment())
        .isEqualTo(Map.of("LOG_LEVEL", "info"));
    assertThat(settings.compute().capacity(Role.ACTIVE)).isEqualTo(new Capacity(2, 6, 3));
    assertThat(settings.routing().scheme()).isEqualTo("https");
    assertThat(settings.generations()).isEqualTo(Generations.FIRST);
    assertThat(settings.names().prefix()).isEqualTo("shop-prod");
  }

  @Test
  void read_whenOptionalSettingsAreMissing_choosesTheSafeOnes() {
    Settings settings =
        new ExampleConfiguration()
            .remove("strategy")
            .remove("active")
            .remove("protection")
            .remove("failover")
            .at("routing/certificate", null)
            .at("routing/follow", null)
            .at("database/backupWindow", null)
            .at("network/natGateways", null)
            .read();

    assertThat(settings.protection().isOn()).isTrue();
    assertThat(settings.failover())
        .isEqualTo(
            new FailoverSettings(Trigger.MANUAL, 300, CapacitySource.CONFIGURED, true, false));
    assertThat(settings.network().natGateways()).isEqualTo(NatGateways.ONE_PER_AZ);
    assertThat(settings.routing().scheme()).isEqualTo("http");
    assertThat(settings.storage()).isEqualTo(new StorageSettings(30, 7, 90));
    assertThat(settings.schedules().snapshot())
        .isEqualTo(new ScheduleSettings.Snapshots("cron(0 22 * * ? *)", 30, 7));
    assertThat(settings.schedules().image())
        .isEqualTo(new ScheduleSettings.Images("cron(0 20 ? * SAT *)", 192, 3));
    assertThat(settings.schedules().sync()).isEqualTo(new ScheduleSettings.Sync("rate(1 hour)", 4));
  }

  @Test
  void read_whenDatabaseWasAdopted_knowsTheGenerations() {
    Settings settings =
        new ExampleConfiguration()
            .json(
                "generations",
                "{'current':3,'adopt':'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ','retired':[1,2]}")
            .read();

    assertThat(settings.generations())
        .isEqualTo(new Generations(3, Optional.of("db-ABCDEFGHIJKLMNOPQRSTUVWXYZ"), List.of(1, 2)));
  }

  @Test
  void read_whenEventSourcesAreNamed_keepsTheirOrder_andNoneIsTheDefault() {
    Settings settings =
        new ExampleConfiguration()
            .json("eventSources", "{'functions':['orders','mail_2'],'rules':['every.night']}")
            .read();

    assertThat(settings.eventSources())
        .isEqualTo(new EventSourceNames(List.of("orders", "mail_2"), List.of("every.night")));
    assertThat(EventSourceNames.of(settings.eventSources().text()))
        .isEqualTo(settings.eventSources());
    assertThat(new ExampleConfiguration().read().eventSources().none()).isTrue();
    assertThat(new ExampleConfiguration().json("eventSources", "{}").read().eventSources().text())
        .isEqualTo("functions=;rules=");
  }

  @Test
  void read_whenSeveralEventSourcesAreWrong_reportsAllOfThem() {
    SettingsException refused =
        refused(
            new ExampleConfiguration()
                .json("eventSources", "{'functions':['a b','ok','c:d'],'rules':['x y']}"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactly(
            "pharos:eventSources.functions[0]",
            "pharos:eventSources.functions[2]",
            "pharos:eventSources.rules[0]");
  }

  @Test
  void read_withoutAWord_routesByDnsAndRehearsesTheApplication() {
    Settings settings = new ExampleConfiguration().read();

    assertThat(settings.routing().via()).isEqualTo(Via.DNS);
    assertThat(settings.rehearsesCompute()).isTrue();
  }

  @Test
  void read_withAnAccelerator_rehearsesTheDatabaseOnly() {
    ExampleConfiguration accelerated =
        new ExampleConfiguration().at("routing/via", "'accelerator'");

    assertThat(accelerated.read().rehearsesCompute()).isFalse();
    assertThatThrownBy(() -> accelerated.json("drills", "{'rehearsal':true}").read())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("pharos:drills.rehearsal")
        .hasMessageContaining("false where there is an accelerator");
  }

  @Test
  void read_anAcceleratorAlone_isRefusedWhereItsControlPlaneIsOneOfTheRegions() {
    ExampleConfiguration configuration =
        new ExampleConfiguration()
            .json("regions", "{'primary':'us-east-1','secondary':'us-west-2'}");

    assertThatThrownBy(() -> configuration.at("routing/via", "'accelerator'").read())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("pharos:routing.via")
        .hasMessageContaining("dns, or both, where us-west-2 is one of the Regions");
    assertThat(configuration.at("routing/via", "'both'").read().routing().via())
        .isEqualTo(Via.BOTH);
  }

  @Test
  void read_whatDrillsAndPipelineNeed() {
    Settings without = new ExampleConfiguration().read();
    Settings settings =
        new ExampleConfiguration()
            .json("drills", "{'isolation':true,'isolationMinutes':30,'rehearsal':false}")
            .json("pipeline", PIPELINE)
            .read();

    assertThat(without.drills()).isEqualTo(new DrillSettings(false, 10, true));
    assertThat(without.pipeline()).isEmpty();
    assertThat(settings.drills()).isEqualTo(new DrillSettings(true, 30, false));
    assertThat(settings.pipeline().orElseThrow().branch()).isEqualTo("main");
    assertThat(settings.pipeline().orElseThrow().passphraseSecret()).isEmpty();
  }

  @Test
  void read_rolesOfTheStacks() {
    DeploymentRoles roles =
        new ExampleConfiguration()
            .json(
                "deploymentRoles",
                "{'primary':'arn:aws:iam::123456789012:role/a',"
                    + "'global':'arn:aws:iam::123456789012:role/path/b'}")
            .read()
            .deploymentRoles();

    assertThat(roles.of("primary")).contains("arn:aws:iam::123456789012:role/a");
    assertThat(roles.of("secondary")).isEmpty();
    assertThat(roles.of("global")).contains("arn:aws:iam::123456789012:role/path/b");
    assertThat(new ExampleConfiguration().read().deploymentRoles().byStack()).isEmpty();
  }

  @Test
  void read_rolesOfTheStacksAreOfOneAccount() {
    SettingsException refused =
        refused(
            new ExampleConfiguration()
                .json(
                    "deploymentRoles",
                    "{'primary':'arn:aws:iam::123456789012:role/a',"
                        + "'secondary':'arn:aws:iam::210987654321:role/a',"
                        + "'global':'arn:aws:iam::123456789012:user/ada','all':'x'}"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "pharos:deploymentRoles.secondary",
            "pharos:deploymentRoles.global",
            "pharos:deploymentRoles.all");
  }

  @Test
  void read_whatIsWrongWithDrillsAndPipelineIsSaidAtOnce() {
    SettingsException refused =
        refused(
            new ExampleConfiguration()
                .json(
                    "drills",
                    "{'isolation':'yes','isolationMinutes':0,'rehearsal':'no','chaos':true}")
                .json(
                    "pipeline",
                    PIPELINE
                        .replace("role/preview", "role/up")
                        .replace("example/shop", "shop")
                        .replace("s3://state", "file://state")));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "pharos:drills.isolation",
            "pharos:drills.isolationMinutes",
            "pharos:drills.rehearsal",
            "pharos:drills.chaos",
            "pharos:pipeline.repository",
            "pharos:pipeline.backend",
            "pharos:pipeline.previewRole");
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "network/zones                  | 1                  | pharos:network.zones",
        "network/zones                  | '2'                | pharos:network.zones",
        "network/natGateways            | 'None'             | pharos:network.natGateways",
        "network/cidr/primary           | '10.0.0.0/8'       | pharos:network.cidr.primary",
        "network/cidr/primary           | '10.0.0.1/16'      | pharos:network.cidr.primary",
        "network/cidr/primary           | '11.0.0.0/16'      | pharos:network.cidr.primary",
        "network/cidr/primary           | '10.0.0.0/24'      | pharos:network.cidr.primary",
        "network/cidr/secondary         | '10.0.16.0/20'     | pharos:network.cidr.secondary",
        "regions/secondary              | 'eu-west-1'        | pharos:regions.secondary",
        "regions/secondary              | 'frankfurt'        | pharos:regions.secondary",
        "database/engine                | 'oracle'           | pharos:database.engine",
        "database/engine                | 'postgres'         | pharos:database.engineVersion",
        "database/engineVersion         | 8.0                | pharos:database.engineVersion",
        "database/engineVersion         | '8.0'              | pharos:database.engineVersion",
        "database/instanceClass         | 't4g.medium'       | pharos:database.instanceClass",
        "database/allocatedStorage      | 5                  | pharos:database.allocatedStorage",
        "database/name                  | 'mysql'            | pharos:database.name",
        "database/multiAz               | 'yes'              | pharos:database.multiAz",
        "database/backupRetentionDays   | 0                  | pharos:database.backupRetentionDays",
        "database/backupWindow          | '2:00-3:00'        | pharos:database.backupWindow",
        "database/backupWindow          | '02:00-02:10'      | pharos:database.backupWindow",
        "database/backupWindow          | '04:30-05:30'      | pharos:database.maintenanceWindow",
        "database/backupWindow          | '23:30-04:10'      | pharos:database.maintenanceWindow",
        "database/maintenanceWindow     | '04:00-05:00'      | pharos:database.maintenanceWindow",
        "compute/kind                   | 'eks'              | pharos:compute.kind",
        "compute/task                   | {'cpu':512}        | pharos:compute.task.cpu",
        "compute/containers             | []                 | pharos:compute.containers",
        "compute/containers/0/port      | 0                  | pharos:compute.containers[0].port",
        "compute/containers/0/name      | 'Web App'          | pharos:compute.containers[0].name",
        "compute/containers/0/image     | 'no spaces'        | pharos:compute.containers[0].image",
        "compute/active/desiredCapacity | 0                  |"
            + " pharos:compute.active.desiredCapacity",
        "compute/active/desiredCapacity | 7                  |"
            + " pharos:compute.active.desiredCapacity",
        "compute/standby/desiredCapacity| 1                  |"
            + " pharos:compute.standby.desiredCapacity",
        "compute/cpuTargetPercent       | 100                | pharos:compute.cpuTargetPercent",
        "compute/healthPath             | 'healthz'          | pharos:compute.healthPath",
        "routing/domain                 | 'shop.example.org' | pharos:routing.domain",
        "routing/domain                 | 'badexample.com'   | pharos:routing.domain",
        "routing/certificate            | '*.example.org'    | pharos:routing.certificate",
        "routing/follow                 | 'endpoint'         | pharos:routing.follow",
        "routing/via                    | 'anycast'          | pharos:routing.via",
        "alarms/email                   | 'ops'              | pharos:alarms.email",
        "objectives/rtoSeconds          | 0                  | pharos:objectives.rtoSeconds",
        "failover/maxReplicaLagSeconds  | 301                |"
            + " pharos:failover.maxReplicaLagSeconds",
        "failover/trigger               | 'perhaps'          | pharos:failover.trigger",
        "failover/capacity              | 'all of it'        | pharos:failover.capacity",
        "schedules/snapshot             | {'at':'every day'} | pharos:schedules.snapshot.at",
        "schedules/snapshot             | {'at':'cron(0 22 * * * *)'} |"
            + " pharos:schedules.snapshot.at",
        "schedules/snapshot             | {'at':'rate(1 hours)'}  | pharos:schedules.snapshot.at",
        "schedules/snapshot             | {'keepDays':0}     | pharos:schedules.snapshot.keepDays",
        "schedules/snapshot             | {'alarmAfterHours':0} |"
            + " pharos:schedules.snapshot.alarmAfterHours",
        "schedules/image                | {'at':'cron(0 5)'} | pharos:schedules.image.at",
        "schedules/image                | {'keep':0}         | pharos:schedules.image.keep",
        "schedules/sync                 | {'at':'hourly'}    | pharos:schedules.sync.at",
        "schedules/sync                 | {'keep':1}         | pharos:schedules.sync.keep",
        "schedules/snapshots            | {}                 | pharos:schedules.snapshots",
        "eventSources/functions         | 'orders'           | pharos:eventSources.functions",
        "eventSources/functions         | ['two words']      | pharos:eventSources.functions[0]",
        "eventSources/functions         | ['a','b:live']     | pharos:eventSources.functions[1]",
        "eventSources/functions         | ['a','b','a']      | pharos:eventSources.functions[2]",
        "eventSources/functions         | [7]                | pharos:eventSources.functions[0]",
        "eventSources/functions         | ['shop-prod-dr-beacon'] |"
            + " pharos:eventSources.functions[0]",
        "eventSources/functions         | ['a','b','c','d','e','f','g','h','i','j','k'] |"
            + " pharos:eventSources.functions",
        "eventSources/rules             | ['bus/nightly']    | pharos:eventSources.rules[0]",
        "eventSources/rules             | ['shop-prod-dr-snapshot'] | pharos:eventSources.rules[0]",
        "eventSources/queues            | ['orders']         | pharos:eventSources.queues",
        "generations/current            | 0                  | pharos:generations.current",
        "generations/adopt              | 'shop-prod'        | pharos:generations.adopt",
        "generations/retired            | [1]                | pharos:generations.retired",
      })
  void read_whenOneSettingIsWrong_reportsItAlone(String at, String value, String path) {
    SettingsException refused = refused(new ExampleConfiguration().at(at, value));

    assertThat(refused.problems()).extracting(Problem::path).containsExactly(path);
    assertThat(refused.problems().get(0).allowed()).isNotBlank();
    assertThat(refused.problems().get(0).fix()).isNotBlank();
  }

  @Test
  void read_withAurora_hasTheEnginesFamilyAndNoStorage() {
    Settings settings = ExampleConfiguration.aurora(Engine.AURORA_MYSQL).read();

    assertThat(settings.database().family()).isEqualTo("aurora-mysql8.0");
    assertThat(settings.database().port()).isEqualTo(3306);
    assertThat(settings.database().allocatedStorageGib()).isZero();
    assertThat(settings.rehearsesCompute()).isFalse();
    assertThat(ExampleConfiguration.aurora(Engine.AURORA_POSTGRESQL).read().database().family())
        .isEqualTo("aurora-postgresql16");
  }

  @Test
  void read_withAurora_refusesWhatDoesNotGoWithIt_allAtOnce() {
    SettingsException refused =
        refused(
            ExampleConfiguration.aurora(Engine.AURORA_MYSQL)
                .set("strategy", "backup-restore")
                .json("objectives", "{'rtoSeconds':14400,'rpoSeconds':14400}")
                .at("database/engineVersion", "'8.0.mysql_aurora.3.03.1'")
                .at("database/instanceClass", "'db.t4g.medium'")
                .at("database/allocatedStorage", "20")
                .json("schedules", "{'snapshot':{'keepDays':7}}")
                .json("drills", "{'rehearsal':true}")
                .json(
                    "backup",
                    "{'rules':[{'name':'daily','at':'cron(0 6 * * ? *)','retentionDays':35,"
                        + "'copyRetentionDays':35}]}"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "pharos:strategy",
            "pharos:database.engineVersion",
            "pharos:database.instanceClass",
            "pharos:database.allocatedStorage",
            "pharos:schedules.snapshot",
            "pharos:drills.rehearsal",
            "pharos:backup");
  }

  @Test
  void read_withTasks_knowsTheirSizeAndNoInstance() {
    ComputeSettings compute =
        tasks()
            .at("compute/task", "{'cpu':1024,'memory':3072,'architecture':'arm64'}")
            .read()
            .compute();

    assertThat(compute.kind()).isEqualTo(ComputeKind.ECS);
    assertThat(compute.task()).isEqualTo(new TaskSize(1024, 3072, "arm64"));
    assertThat(compute.startsFromImage()).isFalse();
    assertThat(tasks().read().compute().task()).isEqualTo(new TaskSize(512, 1024, "x86_64"));
  }

  @Test
  void read_withTasks_refusesWhatOnlyInstancesHaveAndWhatFargateHasNot_allAtOnce() {
    SettingsException refused =
        refused(
            tasks()
                .at("compute/instanceType", "'t3.small'")
                .at("compute/containers/0/containerPort", "80")
                .at("compute/task", "{'cpu':512,'memory':8192,'architecture':'mips'}"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "pharos:compute.instanceType",
            "pharos:compute.containers[0].containerPort",
            "pharos:compute.task.architecture",
            "pharos:compute.task.memory");
    assertThat(refused.problems())
        .filteredOn(problem -> problem.path().endsWith("memory"))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.allowed())
                    .isEqualTo("what Fargate has with cpu 512: 1024, 2048, 3072, 4096"));
  }

  @Test
  void read_withTasks_refusesACpuThatFargateHasNot() {
    assertThat(refused(tasks().at("compute/task", "{'cpu':768}")).problems())
        .extracting(Problem::path)
        .containsExactly("pharos:compute.task.cpu");
  }

  private static ExampleConfiguration tasks() {
    return new ExampleConfiguration()
        .at("compute/kind", "'ecs'")
        .at("compute/instanceType", null)
        .at("compute/containers/0/containerPort", null);
  }

  @Test
  void read_aWarmStandbyRunsInstances_andAPilotLightNone() {
    assertThat(refused(new ExampleConfiguration().set("strategy", "warm-standby")).problems())
        .extracting(Problem::path)
        .containsExactly("pharos:compute.standby.desiredCapacity");
    assertThat(
            new ExampleConfiguration()
                .set("strategy", "warm-standby")
                .at("compute/standby", null)
                .read()
                .compute()
                .standby())
        .isEqualTo(new Capacity(1, 1, 1));
    SettingsException pilotLight =
        refused(
            new ExampleConfiguration()
                .at("compute/standby", "{'minSize':1,'maxSize':2,'desiredCapacity':1}"));
    assertThat(pilotLight).hasMessageContaining("0 with strategy pilot-light");
  }

  @Test
  void read_whenMuchIsWrong_reportsEverythingAtOnce() {
    SettingsException refused =
        refused(
            new ExampleConfiguration()
                .set("app", "Shop")
                .remove("environment")
                .set("strategy", "hot-standby")
                .at("network/zones", "9")
                .at("database/name", null)
                .set("routing", "not json")
                .remove("alarms"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "pharos:app",
            "pharos:environment",
            "pharos:strategy",
            "pharos:network.zones",
            "pharos:database.name",
            "pharos:routing",
            "pharos:alarms");
    assertThat(refused)
        .hasMessageStartingWith("7 settings are wrong; nothing was deployed:")
        .hasMessageContaining("pharos:network.zones is 9")
        .hasMessageContaining("allowed: a whole number from 2 to 3")
        .hasMessageContaining("pulumi config set --path 'pharos:network.zones' 2")
        .hasMessageContaining("pulumi config set pharos:environment prod");
  }

  @Test
  void read_backupRestore_refusesWhatItCannotPromise() {
    SettingsException refused =
        refused(
            ExampleConfiguration.backupRestore()
                .json("objectives", "{'rtoSeconds':14400,'rpoSeconds':600}")
                .json("failover", "{'trigger':'automatic','maxReplicaLagSeconds':300}")
                .at("regions/secondary", "'cn-north-1'")
                .at("compute/standby", "{'minSize':1,'maxSize':1,'desiredCapacity':1}"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "pharos:objectives.rpoSeconds",
            "pharos:failover.trigger",
            "pharos:regions.secondary",
            "pharos:compute.standby.desiredCapacity");
    assertThat(refused)
        .hasMessageContaining("at least 900 with strategy backup-restore")
        .hasMessageContaining("every 300 s")
        .hasMessageContaining("manual or approval with strategy backup-restore")
        .hasMessageContaining("a Region of the same AWS partition as eu-west-1")
        .hasMessageContaining("0 with strategy backup-restore");
  }

  @Test
  void read_backupRestore_theStandbyBeginsWithoutADatabase() {
    Settings settings = ExampleConfiguration.backupRestore().read();

    assertThat(settings.generations(Position.PRIMARY)).isEqualTo(Generations.FIRST);
    assertThat(settings.generations(Position.SECONDARY)).isEqualTo(Generations.NONE);
    Settings adopted =
        ExampleConfiguration.backupRestore()
            .set("generations", "{\"current\":1,\"adopt\":\"db-ABCDEFGHIJKLMNOPQRSTUVWXYZ\"}")
            .read();
    assertThat(adopted.generations(Position.SECONDARY).current()).isEqualTo(1);
  }

  @Test
  void read_restoreFromTheVault_needsCopiesAsOftenAsTheObjectiveAsks() {
    assertThat(ExampleConfiguration.fromVault().read().standby()).isEqualTo("copies");
    assertThat(ExampleConfiguration.backupRestore().read().standby()).isEqualTo("backups");
    assertThat(new ExampleConfiguration().read().standby()).isEqualTo("replica");

    SettingsException seldom =
        refused(
            ExampleConfiguration.fromVault()
                .json(
                    "backup",
                    "{'rules':[{'name':'daily','at':'cron(0 6 * * ? *)','retentionDays':7,"
                        + "'copyRetentionDays':7},{'name':'weekly','at':'cron(0 9 ? * SUN *)',"
                        + "'retentionDays':70,'copyRetentionDays':70}]}"));
    assertThat(seldom.problems())
        .extracting(Problem::path)
        .containsExactly("pharos:objectives.rpoSeconds");
    assertThat(seldom)
        .hasMessageContaining("at least 93600 with database.restoreFrom: vault")
        .hasMessageContaining("up to 86400 s apart, and 7200 s are for a job's beginning");
    assertThat(
            refused(
                    ExampleConfiguration.fromVault()
                        .json("failover", "{'trigger':'manual','maxReplicaLagSeconds':900}"))
                .problems())
        .extracting(Problem::path)
        .containsExactly("pharos:failover.maxReplicaLagSeconds");
  }

  @Test
  void read_restoreFromTheVault_goesWithoutNeitherBackupsNorItsStrategy() {
    assertThat(refused(ExampleConfiguration.fromVault().remove("backup")))
        .hasMessageContaining("pharos:database.restoreFrom is \"vault\"")
        .hasMessageContaining("unless pharos:backup has a rule");
    assertThat(refused(new ExampleConfiguration().at("database/restoreFrom", "'vault'")))
        .hasMessageContaining("left out with strategy pilot-light, which promotes a replica");
    assertThat(refused(new ExampleConfiguration().at("database/restoreFrom", "'tape'")))
        .hasMessageContaining("automated-backups or vault");
  }

  @Test
  void read_backupRestore_goesWithTasks() {
    Settings settings =
        ExampleConfiguration.backupRestore()
            .at("compute/kind", "'ecs'")
            .at("compute/instanceType", null)
            .at("compute/containers/0/containerPort", null)
            .read();

    assertThat(settings.compute().kind()).isEqualTo(ComputeKind.ECS);
    assertThat(settings.compute().capacity(Role.STANDBY).desiredCapacity()).isZero();
  }

  @Test
  void read_generationZero_isForBackupRestoreAlone() {
    assertThat(
            ExampleConfiguration.backupRestore()
                .set("generations", "{\"current\":0,\"retired\":[2,1]}")
                .read())
        .extracting(settings -> settings.generations(Position.SECONDARY).any())
        .isEqualTo(false);
    assertThat(refused(new ExampleConfiguration().set("generations", "{\"current\":0}")))
        .hasMessageContaining("only with strategy backup-restore a Region has none")
        .hasMessageContaining("'pharos:generations.current' 2");
    assertThat(
            refused(
                new ExampleConfiguration().set("generations", "{\"current\":0,\"retired\":[2,3]}")))
        .hasMessageContaining("'pharos:generations.current' 4");
    assertThat(
            refused(
                ExampleConfiguration.backupRestore()
                    .set(
                        "generations",
                        "{\"current\":0,\"adopt\":\"db-ABCDEFGHIJKLMNOPQRSTUVWXYZ\"}")))
        .hasMessageContaining("there is nothing to adopt");
  }

  @Test
  void read_whenAKeyIsUnknown_suggestsTheOneThatWasMeant() {
    SettingsException refused =
        refused(new ExampleConfiguration().at("network/natGateway", "'Single'"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactly("pharos:network.natGateway");
    assertThat(refused.problems().get(0).value()).isEqualTo("no setting (\"Single\")");
    assertThat(refused.problems().get(0).fix()).contains("did you mean 'natGateways'?");
  }

  @Test
  void read_whenASecretStandsInTheConfiguration_refusesWithoutRepeatingIt() {
    SettingsException refused =
        refused(
            new ExampleConfiguration()
                .at("database/password", "'hunter2'")
                .at("compute/containers/0/environment/API_TOKEN", "'hunter3'"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactly(
            "pharos:database.password", "pharos:compute.containers[0].environment.API_TOKEN");
    assertThat(refused.getMessage()).doesNotContain("hunter");
  }

  @ParameterizedTest
  @CsvSource({
    "awsome, prod, not starting with aws",
    "shop--x, prod, lower-case letters",
    "a-very-long-application-name, production, load balancer or target group",
    "internal-shop, prod, not starting with aws",
  })
  void read_whenNamesCannotBeMadeOfIt_refusesTheAppName(
      String app, String environment, String allowed) {
    SettingsException refused =
        refused(new ExampleConfiguration().set("app", app).set("environment", environment));

    assertThat(refused.problems()).extracting(Problem::path).containsExactly("pharos:app");
    assertThat(refused.problems().get(0).allowed()).contains(allowed);
  }

  @Test
  void read_whenContainersShareAPort_refusesTheSecond() {
    SettingsException refused =
        refused(
            new ExampleConfiguration()
                .at(
                    "compute/containers",
                    "[{'name':'web','image':'a/web:1','port':8080},"
                        + "{'name':'api','image':'a/api:1','port':8080},"
                        + "{'name':'job','image':'a/job:1'}]"));

    assertThat(refused.problems())
        .extracting(Problem::path)
        .containsExactly("pharos:compute.containers[1].port");
  }

  private static SettingsException refused(ExampleConfiguration configuration) {
    return catchThrowableOfType(SettingsException.class, configuration::read);
  }
}
