package io.pharos;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom; docs/architecture.md has the picture. */
@AnalyzeClasses(packages = "io.pharos", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

  @ArchTest
  static final ArchRule packagesUseOnlyWhatIsBelowThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.pharos..")
          .layer("contract")
          .definedBy("io.pharos.recovery..")
          .layer("sdk")
          .definedBy("io.pharos.sdk..")
          .layer("sandbox")
          .definedBy("io.pharos.sandbox..")
          .layer("config")
          .definedBy("io.pharos.config..")
          .layer("component")
          .definedBy("io.pharos.component..")
          .layer("stack")
          .definedBy("io.pharos.stack..")
          .layer("world")
          .definedBy("io.pharos.world..")
          .layer("engine")
          .definedBy("io.pharos.engine..")
          .layer("drill")
          .definedBy("io.pharos.drill..")
          .layer("simulation")
          .definedBy("io.pharos.simulation..")
          .layer("cli")
          .definedBy("io.pharos.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("simulation")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("drill")
          .mayOnlyBeAccessedByLayers("simulation", "cli")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("drill", "simulation", "cli")
          .whereLayer("world")
          .mayOnlyBeAccessedByLayers("engine", "drill", "simulation", "cli")
          .whereLayer("stack")
          .mayOnlyBeAccessedByLayers("engine")
          .whereLayer("component")
          .mayOnlyBeAccessedByLayers("stack")
          .whereLayer("sdk")
          .mayOnlyBeAccessedByLayers("stack", "sandbox")
          .whereLayer("sdk")
          .mayNotAccessAnyLayer()
          .whereLayer("sandbox")
          .mayOnlyBeAccessedByLayers("world", "simulation")
          .whereLayer("config")
          .mayOnlyAccessLayers("contract");

  @ArchTest
  static final ArchRule theRuntimeKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("io.pharos.recovery..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.pharos..")
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.not(
                          resideInAPackage("io.pharos.recovery.."))));

  @ArchTest
  static final ArchRule theSandboxKnowsOnlyTheRuntime =
      noClasses()
          .that()
          .resideInAPackage("io.pharos.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.pharos.config..",
              "io.pharos.component..",
              "io.pharos.stack..",
              "io.pharos.world..",
              "io.pharos.engine..",
              "io.pharos.drill..",
              "io.pharos.cli..");

  @ArchTest
  static final ArchRule clientsOfAwsAreBuiltInOnePlace =
      noClasses()
          .that()
          .resideInAnyPackage("io.pharos.engine..", "io.pharos.drill..", "io.pharos.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon.awssdk.http..", "software.amazon.awssdk.regions..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.pharos.(*)..").should().beFreeOfCycles();
}
