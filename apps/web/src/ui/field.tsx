import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup as AriaRadioGroup,
  Select as AriaSelect,
  SelectValue,
  Switch as AriaSwitch,
  Text,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { ChevronDown } from 'lucide-react';
import './field.css';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className'> {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with what was written. */
  readonly error?: string | undefined;
  readonly prefix?: ReactNode;
  /** A code or a name for machines: not capitalised, not corrected. */
  readonly verbatim?: boolean;
}

/** A line of text with its label above; hint and error are read out with it. */
export function TextField({ label, hint, error, prefix, verbatim = false, ...props }: TextFieldProps) {
  return (
    <AriaTextField {...props} isInvalid={error !== undefined} className="field">
      <Label className="field-label">{label}</Label>
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <span className="field-box">
        {prefix === undefined ? null : (
          <span className="field-prefix" aria-hidden="true">
            {prefix}
          </span>
        )}
        <Input className="field-input" {...(verbatim ? { autoCapitalize: 'none', spellCheck: false } : {})} />
      </span>
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
}

interface SelectProps {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly isDisabled?: boolean;
  /** The label is spoken, not shown. */
  readonly hideLabel?: boolean;
}

/** One of several, in a list that opens. */
export function Select({ label, icon, choices, value, onChange, isDisabled = false, hideLabel = false }: SelectProps) {
  return (
    <AriaSelect
      className="field"
      value={choices.some(({ id }) => id === value) ? value : null}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      isDisabled={isDisabled}
      placeholder={choices[0]?.label ?? ''}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <AriaButton className="select-button">
        {icon}
        <SelectValue className="select-value" />
        <ChevronDown size={20} aria-hidden="true" />
      </AriaButton>
      <Popover className="popover select-popover" offset={4}>
        <ListBox className="list-box" items={choices}>
          {({ id, label: text, hint }) => (
            <ListBoxItem id={id} textValue={text} className="list-box-item">
              <Text slot="label">{text}</Text>
              {hint === undefined ? null : (
                <Text slot="description" className="field-hint">
                  {hint}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

interface RadioGroupProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Side by side where there is room. */
  readonly inline?: boolean;
}

/** One of a few, all in view. */
export function RadioGroup({ label, choices, value, onChange, inline = false }: RadioGroupProps) {
  return (
    <AriaRadioGroup
      value={value}
      onChange={onChange}
      className="field"
      orientation={inline ? 'horizontal' : 'vertical'}
    >
      <Label className="field-label">{label}</Label>
      <div className={inline ? 'radio-row' : 'radio-column'}>
        {choices.map(({ id, label: text, hint }) => (
          <Radio key={id} value={id} className="radio">
            <span className="radio-mark" aria-hidden="true" />
            <span>
              {text}
              {hint === undefined ? null : <span className="field-hint radio-hint">{hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly isSelected: boolean;
  readonly onChange: (on: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, hint, ...props }: SwitchProps) {
  return (
    <AriaSwitch {...props} className="switch">
      <span className="switch-words">
        {label}
        {hint === undefined ? null : <span className="field-hint switch-hint">{hint}</span>}
      </span>
      <span className="switch-track" aria-hidden="true">
        <span className="switch-thumb" />
      </span>
    </AriaSwitch>
  );
}
