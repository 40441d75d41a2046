using Xunit.Sdk;
using Xunit.v3;

// Each of these tests runs a whole system on two cores: side by side they would only measure each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
