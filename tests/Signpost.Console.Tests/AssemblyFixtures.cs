using Signpost.Console.Tests.Stage;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Demonstration))]
[assembly: AssemblyFixture(typeof(Browsers))]

// The tests share one control plane and two cores.
[assembly: Parallelization(Mode = ParallelMode.None)]
