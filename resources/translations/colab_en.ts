<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>cc::ui::DetailsView</name>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::DoctorDialog</name>
        <message numerus="yes">
            <source>%n thing(s) need(s) your attention.</source>
            <translation>
                <numerusform>%n thing needs your attention.</numerusform>
                <numerusform>%n things need your attention.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::FilesView</name>
        <message numerus="yes">
            <source>Backed up to %1: %n file(s), verified</source>
            <translation>
                <numerusform>Backed up to %1: %n file, verified</numerusform>
                <numerusform>Backed up to %1: %n files, verified</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::JobFilterBar</name>
        <message numerus="yes">
            <source>%n job(s)</source>
            <translation>
                <numerusform>%n job</numerusform>
                <numerusform>%n jobs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::JobTableModel</name>
        <message numerus="yes">
            <source>%n cell(s) failed</source>
            <translation>
                <numerusform>%n cell failed</numerusform>
                <numerusform>%n cells failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Sweep of %n job(s)</source>
            <translation>
                <numerusform>Sweep of %n job</numerusform>
                <numerusform>Sweep of %n jobs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::LaunchDialog</name>
        <message numerus="yes">
            <source>New jobs: %n notebook(s)</source>
            <translation>
                <numerusform>New jobs: %n notebook</numerusform>
                <numerusform>New jobs: %n notebooks</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: %n code cell(s)</source>
            <translation>
                <numerusform>%1: %n code cell</numerusform>
                <numerusform>%1: %n code cells</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Submit %n job(s)</source>
            <translation>
                <numerusform>Submit %n job</numerusform>
                <numerusform>Submit %n jobs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::MainWindow</name>
        <message numerus="yes">
            <source>Quit while %n job(s) run(s)?</source>
            <translation>
                <numerusform>Quit while %n job is running?</numerusform>
                <numerusform>Quit while %n jobs are running?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n running notebook(s) will be interrupted; the results so far are kept.</source>
            <translation>
                <numerusform>%n running notebook will be interrupted; the results so far are kept.</numerusform>
                <numerusform>%n running notebooks will be interrupted; the results so far are kept.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting job(s) will not start.</source>
            <translation>
                <numerusform>%n waiting job will not start.</numerusform>
                <numerusform>%n waiting jobs will not start.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cancel %n job(s)?</source>
            <translation>
                <numerusform>Cancel %n job?</numerusform>
                <numerusform>Cancel %n jobs?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) submitted</source>
            <translation>
                <numerusform>%n job submitted</numerusform>
                <numerusform>%n jobs submitted</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Run %n job(s) again?</source>
            <translation>
                <numerusform>Run %n job again?</numerusform>
                <numerusform>Run %n jobs again?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them succeeded; the new run replaces its results.</source>
            <translation>
                <numerusform>%n of them succeeded; the new run replaces its results.</numerusform>
                <numerusform>%n of them succeeded; the new runs replace their results.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::Notifier</name>
        <message numerus="yes">
            <source>%n succeeded</source>
            <translation>
                <numerusform>%n succeeded</numerusform>
                <numerusform>%n succeeded</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n job(s) have ended</source>
            <translation>
                <numerusform>%n job has ended</numerusform>
                <numerusform>%n jobs have ended</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Compute units for %n minute(s) are left</source>
            <translation>
                <numerusform>Compute units for %n minute are left</numerusform>
                <numerusform>Compute units for %n minutes are left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::ParameterField</name>
        <message numerus="yes">
            <source>%n value(s): click for a single one</source>
            <translation>
                <numerusform>%n value: click for a single one</numerusform>
                <numerusform>%n values: click for a single one</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::StatusArea</name>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n running</numerusform>
                <numerusform>%n running</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n queued</source>
            <translation>
                <numerusform>%n queued</numerusform>
                <numerusform>%n queued</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::TrayController</name>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n running</numerusform>
                <numerusform>%n running</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n queued</source>
            <translation>
                <numerusform>%n queued</numerusform>
                <numerusform>%n queued</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::WelcomePage</name>
        <message numerus="yes">
            <source>%n thing(s) need(s) your attention.</source>
            <translation>
                <numerusform>%n thing needs your attention.</numerusform>
                <numerusform>%n things need your attention.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>UsageText</name>
        <message numerus="yes">
            <source>About %1 as in %n earlier run(s)</source>
            <translation>
                <numerusform>About %1 as in %n earlier run</numerusform>
                <numerusform>About %1 as in %n earlier runs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cc::ui::MachinesDialog</name>
        <message numerus="yes">
            <source>%n machine(s)</source>
            <translation>
                <numerusform>%n machine</numerusform>
                <numerusform>%n machines</numerusform>
            </translation>
        </message>
    </context>
</TS>
