using Signpost.Edge.Appliance;
using Signpost.Edge.Appliance.Commands;
using Signpost.Edge.Provisioning;
using Signpost.Recognition;
using Signpost.Trust;

ProcessGuard.Apply();
try
{
    switch (args)
    {
        case ["run", "--config", var path]:
            return await RunCommand.RunAsync(path).ConfigureAwait(false);
        case ["enrol", "--config", var path]:
            return await RunCommand.EnrolAsync(path).ConfigureAwait(false);
        case ["status", "--config", var path]:
            return StatusCommand.Run(path);
        case ["import-bundle", var source, "--config", var path]:
            return ImportBundleCommand.Run(source, path);
        case ["self-test", "--pack", var folder]:
            return SelfTestCommand.Run(folder);
        case ["self-test", "--config", var path]:
            return SelfTestCommand.RunConfigured(path);
        case ["self-test", "--search"]:
            return SelfTestCommand.RunSearch();
        case ["bench", "search", .. var rest]:
            return BenchSearchCommand.Run(rest);
        case ["--help" or "-h" or "help"]:
            Console.WriteLine(Help.Text);
            return ExitCodes.Success;
        default:
            throw new UsageException("Expected: run --config FILE, enrol --config FILE, status --config FILE, import-bundle FILE_OR_FOLDER --config FILE, self-test --pack DIR, self-test --config FILE, self-test --search, bench search or --help");
    }
}
catch (Exception failure) when (failure is UsageException or PackException)
{
    await Console.Error.WriteLineAsync(failure.Message).ConfigureAwait(false);
    return ExitCodes.Usage;
}
catch (ProvisioningException failure)
{
    await Console.Error.WriteLineAsync(failure.Message).ConfigureAwait(false);
    return ExitCodes.NotEnrolled;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or TrustException)
{
    await Console.Error.WriteLineAsync(failure.Message).ConfigureAwait(false);
    return ExitCodes.Broken;
}
catch (Exception failure)
{
    // A bug. An unhandled exception would abort the process and ask for a core dump.
    await Console.Error.WriteLineAsync(failure.ToString()).ConfigureAwait(false);
    return ExitCodes.Broken;
}
